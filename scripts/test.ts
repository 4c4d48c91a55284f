// Runs the tests on one PostgreSQL: all of them, or the files that are named. Flags go to Node's test runner.
import { spawn } from 'node:child_process';

const ALL = ['packages/*/src/**/*.test.ts', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'];

const given = process.argv.slice(2);
const files = given.filter(argument => !argument.startsWith('-'));
const flags = given.filter(argument => argument.startsWith('-'));
const setup = '--test-global-setup=packages/testkit/src/globalSetup.ts';
const tests = files.length > 0 ? files : ALL;
const child = spawn(process.execPath, ['--test', setup, ...flags, ...tests], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('exit', code => {
  process.exitCode = code ?? 1;
});
