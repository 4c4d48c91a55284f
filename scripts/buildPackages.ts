// Builds what others install: node scripts/buildPackages.ts makes packages/{contract,sdk}/dist, each a package as it is
// published (npm publish packages/sdk/dist --provenance). Inside the repository the sources run as they are.
import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');

const PUBLISHED = {
  contract: 'The wire of OpenHorde and the AI Horde as data: schemas, routes, return codes, OpenAPI',
  sdk: 'A typed client for OpenHorde and the AI Horde, without dependencies',
} as const;

/** @returns the folder that is the package */
export async function buildPackage(name: keyof typeof PUBLISHED): Promise<string> {
  const source = path.join(root, 'packages', name);
  const folder = path.join(source, 'dist');
  await rm(folder, { recursive: true, force: true });
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  await run(process.execPath, [tsc, '-p', path.join(source, 'tsconfig.build.json')]);
  await nameBuiltFiles(folder);
  for (const file of ['README.md', 'LICENSE']) await cp(path.join(source, file), path.join(folder, file));
  await writeFile(
    path.join(folder, 'package.json'),
    `${JSON.stringify(await manifest(name, source), null, 2)}\n`,
  );
  return folder;
}

async function manifest(name: keyof typeof PUBLISHED, source: string): Promise<object> {
  const {
    private: _,
    exports: __,
    devDependencies: ___,
    ...own
  } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
  return {
    ...own,
    description: PUBLISHED[name],
    keywords: ['ai-horde', 'stable-diffusion', 'openhorde'],
    engines: { node: '>=18' },
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' } },
    types: './index.d.ts',
    publishConfig: { access: 'public', provenance: true },
  };
}

/** Declarations keep the names of the sources; older compilers look for what they name. */
async function nameBuiltFiles(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = await readFile(path.join(folder, file), 'utf8');
    await writeFile(
      path.join(folder, file),
      text.replace(/((?:from |import\()(['"])\.[^'"]*)\.ts\2/g, '$1.js$2'),
    );
  }
}

if (import.meta.main) {
  for (const name of Object.keys(PUBLISHED) as (keyof typeof PUBLISHED)[]) {
    console.log(await buildPackage(name));
  }
}
