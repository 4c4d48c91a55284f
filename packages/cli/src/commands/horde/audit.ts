import { plainText } from '@openhorde/sdk';
import type { Command } from 'commander';
import { findUser } from '../../find.ts';
import { lines, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { wholeNumber } from '../../words.ts';

interface Options {
  limit: string;
  before?: string;
  actor?: string;
  action?: string;
  subject?: string;
  json?: boolean;
}

/** `openhorde audit` */
export function auditCommands(program: Command): void {
  program
    .command('audit')
    .option('-n, --limit <number>', 'how many, up to 100', '25')
    .option('--before <id>', 'only those before this entry')
    .option('--actor <alias>', 'only those of one account')
    .option('--action <name>', 'a deed, such as worker.pause, or a family of them, such as worker')
    .option('--subject <name>', 'what it was done to: user:5, address:203.0.113.7, filter:7 …')
    .option('--json', 'for programs')
    .description('what moderators, administrators and you did, the latest first')
    .action(audit);
}

async function audit({ limit, before, actor, action, subject, json }: Options): Promise<void> {
  await withTools(async tools => {
    const found = await tools.operator.audit({
      limit: wholeNumber(limit),
      action,
      subject,
      before: before === undefined ? undefined : wholeNumber(before),
      actorId: actor === undefined ? undefined : (await findUser(tools, actor)).id,
    });
    show(found, { json: json ?? false }, () => {
      if (found.entries.length === 0) return 'nothing yet';
      const rows = found.entries.map(entry => [
        String(entry.id),
        String(entry.created),
        plainText(entry.actor ?? '(operator)'),
        String(entry.action),
        entry.subject ?? '',
        plainText(JSON.stringify(entry.detail)),
      ]);
      const more = found.next === null ? [] : [`older ones: --before ${found.next}`];
      return lines(table([['id', 'when', 'who', 'deed', 'to', 'details'], ...rows]), ...more);
    });
  });
}
