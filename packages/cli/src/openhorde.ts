import { inspect } from 'node:util';
import { makeProgram } from './program.ts';
import { complain } from './terminal.ts';

try {
  await makeProgram().parseAsync();
} catch (error) {
  complain(problemsOf(error));
  process.exitCode = 1;
}

/** What a person can mend is a sentence; anything else is ours, and with `DEBUG` its stack helps to find it. */
function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  // A complaint, or a configuration that cannot be used.
  if ('problems' in error && Array.isArray(error.problems)) return error.problems.map(String);
  const known =
    /^(BackupError|ConfigError|HordeError|HordeApiError|HordeNetworkError|FolderInUse|MigrationError)/;
  if (process.env.DEBUG === undefined || known.test(error.name)) return [error.message];
  return inspect(error).split('\n');
}
