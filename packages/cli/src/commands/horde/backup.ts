import path from 'node:path';
import { backup, type Manifest, readEnvironment, restore } from '@openhorde/server';
import type { Command } from 'commander';
import { green, type Shown, say, step, table } from '../../terminal.ts';

/** `openhorde backup` and `openhorde restore` */
export function backupCommands(program: Command): void {
  program
    .command('backup')
    .argument('<folder>', 'made by the command; one for each backup')
    .description(
      'write database, images, secrets, documents and news into one folder; the horde may be running',
    )
    .action(makeBackup);
  program
    .command('restore')
    .argument('<folder>', 'that a backup was written to')
    .option('-f, --force', 'replace the horde that is there')
    .description('make a horde out of a backup, in OPENHORDE_HOME (and DATABASE_URL); no node may be running')
    .addHelpText(
      'after',
      '\nSettings (config.json) are in the backup, below home/, and are not put back: copy it yourself, before or after.',
    )
    .action(restoreBackup);
}

async function makeBackup(folder: string): Promise<void> {
  const manifest = await step('writing the backup', () => backup(folder, readEnvironment(process.env)));
  say(summary(manifest));
  say(green(`It is in ${path.resolve(folder)}.`));
  say(
    'It holds the secret of the horde and everything that people asked for: keep it as you keep the horde.',
  );
}

async function restoreBackup(folder: string, { force = false }: { force?: boolean }): Promise<void> {
  const manifest = await step('restoring the backup', () =>
    restore(folder, readEnvironment(process.env), { force }),
  );
  say(summary(manifest));
  say(green('The horde is restored. Start it as ever; "openhorde ledger check" proves its books.'));
}

function summary({ madeAt, program, tables, files }: Manifest): Shown {
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
  return table([
    ['made', `${madeAt} by version ${program}`],
    ['accounts', String(tables.users ?? 0)],
    ['rows in all', String(rows)],
    ['files', `${files.count}, ${(files.sizeBytes / 1024 ** 2).toFixed(1)} MiB`],
  ]);
}
