// The import directions of the design, checked in CI. `npm run boundaries` says which import breaks which rule.

const TEST = '[.]fixture[.]ts$|/testing/|^packages/testkit/|^bench/|^packages/[^/]+/bench/';

/** A package may import only these of ours. */
const may = (name, ...others) => ({
  name: `${name}-imports-only-${others.join('-and-') || 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^packages/${name}/src`, pathNot: TEST },
  to: { path: '^packages/', pathNot: `^packages/(${[name, ...others].join('|')})/` },
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
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
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
    {
      name: 'features-know-no-kind',
      severity: 'error',
      from: { path: '^packages/server/src/features/', pathNot: TEST },
      to: { path: '^packages/server/src/kinds/' },
    },
    {
      name: 'platform-and-http-know-no-feature',
      severity: 'error',
      from: { path: '^packages/server/src/(platform|http)/', pathNot: TEST },
      to: { path: '^packages/server/src/(features|kinds)/' },
    },
    {
      name: 'the-app-is-known-by-its-types-alone',
      comment:
        'Features, kinds and platform take the context and the horde as types; only the app builds them.',
      severity: 'error',
      from: { path: '^packages/server/src/(features|kinds|platform|http)/', pathNot: TEST },
      to: { path: '^packages/server/src/app/', dependencyTypesNot: ['type-only'] },
    },
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
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
