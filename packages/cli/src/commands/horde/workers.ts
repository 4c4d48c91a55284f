import { ModifyWorkerInput } from '@openhorde/contract';
import { plainText } from '@openhorde/sdk';
import type { Command } from 'commander';
import { checked } from '../../checked.ts';
import { findWorker } from '../../find.ts';
import { say, show, table } from '../../terminal.ts';
import { withTools } from '../../withTools.ts';
import { onOrOff } from '../../words.ts';

const ONLINE_SECONDS = 300;

/** `openhorde worker list|pause|maintenance|delete`, beside `openhorde worker` itself. */
export function workerCommands(worker: Command): void {
  const command = (name: string) => worker.command(name).argument('<worker>', 'its name or its id');
  worker
    .command('list')
    .option('-a, --all', 'also those that have not been seen for five minutes')
    .option('--json', 'for programs')
    .description('the workers of the horde of this machine')
    .action(listWorkers);
  command('pause')
    .argument('<state>', 'on or off')
    .description('on: it gets no more jobs, and is not told')
    .action((name: string, state: string) =>
      edit(name, { paused: onOrOff(state) }, who => `${who}: pause is ${state}`),
    );
  command('maintenance')
    .argument('<state>', 'on or off')
    .option('-m, --message <text>', 'what its owner is told')
    .description('on: it is told to stop asking for jobs')
    .action((name: string, state: string, { message }: { message?: string }) => {
      const input = {
        maintenance: onOrOff(state),
        ...(message !== undefined && { maintenance_msg: message }),
      };
      return edit(name, input, who => `${who}: maintenance is ${state}`);
    });
  command('delete')
    .description('delete it; its owner keeps the kudos, and its name is free')
    .action(deleteWorker);
}

async function listWorkers(options: { all?: boolean; json?: boolean }): Promise<void> {
  await withTools(async tools => {
    const since = options.all ? 0 : Date.now() - ONLINE_SECONDS * 1000;
    const workers = tools.operator.workers().filter(({ lastCheckInMs }) => lastCheckInMs >= since);
    const owners = await tools.accounts.byIds(workers.map(({ userId }) => userId));
    const found = workers.map(worker => ({
      id: worker.id,
      name: worker.name,
      type: worker.type,
      owner: owners.get(worker.userId)?.alias ?? String(worker.userId),
      paused: worker.paused,
      maintenance: worker.maintenance,
      suspicions: worker.suspicions,
      last_seen: new Date(worker.lastCheckInMs).toISOString(),
    }));
    show(found, options, () => {
      if (found.length === 0)
        return options.all ? 'no workers yet' : 'no workers online (--all shows the others)';
      return table([
        ['worker', 'type', 'owner', 'state', 'last seen', 'id'],
        ...found.map(({ name, type, owner, last_seen, id, ...state }) => [
          plainText(name),
          type,
          plainText(owner),
          state.paused ? 'paused' : state.maintenance ? 'maintenance' : 'working',
          last_seen,
          id,
        ]),
      ]);
    });
  });
}

async function edit(name: string, input: ModifyWorkerInput, said: (name: string) => string): Promise<void> {
  await withTools(async tools => {
    const worker = findWorker(tools, name);
    await tools.operator.editWorker(worker, checked(ModifyWorkerInput, input));
    say(said(plainText(worker.name)));
  });
}

async function deleteWorker(name: string): Promise<void> {
  await withTools(async tools => {
    const worker = findWorker(tools, name);
    await tools.operator.deleteWorker(worker);
    say(`${plainText(worker.name)} is deleted`);
  });
}
