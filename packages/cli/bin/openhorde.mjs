#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: hands over to the Node that is pinned in package.json, which runs the
// TypeScript sources directly.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/openhorde.ts', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('../src/openhorde.ts');
} else {
  const child = spawn(pinnedNode(), [program, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both; the child decides when it is over.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', error => {
    console.error(
      `The Node of this project cannot be started (${error.message}). Please run "npm ci" again.`,
    );
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function pinnedNode() {
  const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
  return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
