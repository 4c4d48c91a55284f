import { makeProgram } from './program.ts';
import { clearProgress, red } from './terminal.ts';

try {
  await makeProgram().parseAsync();
} catch (error) {
  clearProgress();
  // What a person can mend is a sentence; anything else is ours, and its stack helps to find it.
  const known =
    error instanceof Error &&
    /^(BackupError|Complaint|ConfigError|HordeError|HordeApiError|HordeNetworkError|FolderInUse|MigrationError)/.test(
      error.name,
    );
  if (known || process.env.DEBUG === undefined)
    console.error(red(error instanceof Error ? error.message : String(error)));
  else console.error(error);
  process.exitCode = 1;
}
