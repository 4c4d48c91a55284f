// The import directions of the design, checked in CI. `npm run boundaries` says which import breaks which rule.

const TEST = '[.]fixture[.]ts$|/testing/|^packages/testkit/|^bench/|^packages/[^/]+/bench/';

/** A package may import only these of ours. */
const may = (name, ...others) => ({
  name: `${name}-imports-only-${others.join('-and-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src`, pathNot: TEST },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...others].join('|')})/` },
});

/** The floors of the server, from the top: each imports only those below it, types included, and nobody the first. */
const FLOORS = ['app', 'doors', 'kinds', 'features', 'core', 'http', 'platform'];

const floor = (name, height) => ({
  name: `${name}-imports-only-what-is-below-it`,
  severity: 'error',
  from: { path: `^packages/server/src/${name}/`, pathNot: TEST },
  to: { path: `^packages/server/src/(?!(${FLOORS.slice(height).join('|')})/)` },
});

export default {
  forbidden: [
    may('contract'),
    may('rules', 'contract'),
    may('sdk', 'contract'),
    may('inference', 'contract'),
    may('outbound'),
    may('worker', 'inference', 'outbound', 'sdk', 'contract'),
    may('server', 'rules', 'outbound', 'contract'),
    may('web', 'sdk', 'contract'),
    {
      name: 'only-tests-and-benches-import-testkit',
      severity: 'error',
      from: { path: '^packages/', pathNot: TEST },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'no-cycles',
      comment: 'Types count: files that name each other can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'a-feature-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^packages/server/src/features/([^/]+)/', pathNot: TEST },
      to: {
        path: '^packages/server/src/features/[^/]+/',
        pathNot: '^packages/server/src/features/$1/|^packages/server/src/features/[^/]+/index[.]ts$',
      },
    },
    {
      name: 'a-room-of-the-core-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^packages/server/src/', pathNot: `${TEST}|^packages/server/src/core/([^/]+)/` },
      to: { path: '^packages/server/src/core/[^/]+/', pathNot: '/index[.]ts$' },
    },
    {
      name: 'the-rooms-of-the-core-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^packages/server/src/core/([^/]+)/', pathNot: TEST },
      to: { path: '^packages/server/src/core/[^/]+/', pathNot: '^packages/server/src/core/$1/|/index[.]ts$' },
    },
    {
      name: 'a-kind-is-entered-by-its-index',
      severity: 'error',
      from: { path: '^packages/server/src/', pathNot: `${TEST}|^packages/server/src/kinds/` },
      to: { path: '^packages/server/src/kinds/', pathNot: '/index[.]ts$' },
    },
    {
      name: 'kinds-do-not-know-each-other',
      severity: 'error',
      from: { path: '^packages/server/src/kinds/([^/]+)/', pathNot: TEST },
      to: { path: '^packages/server/src/kinds/[^/]+/', pathNot: '^packages/server/src/kinds/$1/' },
    },
    ...FLOORS.map(floor),
    {
      name: 'drawing-runs-anywhere',
      comment: 'The diffusion code uses no Node API, so that it runs in a browser tab.',
      severity: 'error',
      from: { path: '^packages/inference/src/diffusion/', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'what-is-imported-exists', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Tests may reach anywhere; and the parser does not know `using`, which some of them use.
    exclude: { path: '/dist/|/node_modules/|[.]test[.]tsx?$|^virtual:' },
    // swc reports imports of types whatever is said here; `true` would ask for a compiler that is not needed.
    tsPreCompilationDeps: false,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
