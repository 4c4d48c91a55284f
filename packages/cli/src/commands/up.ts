import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepareHome, readEnvironment, type Server, startServer } from '@openhorde/server';
import { startWorker, type WorkerEvent, workerConfigFrom } from '@openhorde/worker';
import { openLogFile } from '../logFile.ts';
import { arePagesStale, buildPages, PAGES } from '../pages.ts';
import { untilToldToStop } from '../signals.ts';
import { bold, dim, say, step, styled } from '../terminal.ts';
import { workerView } from '../workerView.ts';

const FIRST_ACCOUNT = 'operator';
const WORKER_NAME = 'First Light';

/** Key of the first account, kept for the worker of this node; readable by its owner alone. */
interface FirstAccount {
  alias: string;
  apikey: string;
}

/** `openhorde up`: a whole horde on this machine: server, pages, a Dreamer with the shipped model, a first account. */
export async function up(): Promise<void> {
  const environment = readEnvironment(process.env);
  const home = path.resolve(environment.OPENHORDE_HOME ?? './data');
  say(bold('OpenHorde'));
  if (await arePagesStale()) await step('building the pages', buildPages);
  await prepareHome(home);
  const log = await openLogFile(home);
  const server = await step('starting database and server', () =>
    startServer({ environment, pages: PAGES, log }),
  );
  const account = await step('looking for the first account', () => firstAccount(server, home));
  const worker = await step('starting a Dreamer with the shipped model', () =>
    firstWorker(server, account, home),
  );
  say();
  say(styled`  ${bold('Open')}  ${server.url}`);
  for (const address of server.addresses) {
    if (address !== server.url) say(styled`  ${bold('From other machines')}  ${address}`);
  }
  say(styled`  ${dim(`log: ${path.join(home, 'logs')}   stop: Ctrl-C   more: npx openhorde --help`)}`);
  say();
  const reason = await untilToldToStop(worker.stop, worker.stopped);
  say(dim(`stopping (${reason})`));
  await worker.stopped.catch(() => {});
  await server.stop();
}

async function firstAccount(server: Server, home: string): Promise<FirstAccount> {
  const file = path.join(home, 'account.json');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as FirstAccount;
  const made = await server.features.accounts.create({ username: FIRST_ACCOUNT, oauthId: 'first_account' });
  if (!made)
    throw new Error(`The first account exists, but its key is not in ${file}. Please restore that file.`);
  await server.features.accounts.setRoles(made.user.id, { admin: true, moderator: true });
  const account = { alias: made.user.alias, apikey: made.key };
  await mkdir(home, { recursive: true });
  await writeFile(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  say();
  say(styled`    Your account is ${bold(account.alias)}, with the API key ${bold(account.apikey)}`);
  say(styled`    ${dim(`It is shown this once, and kept in ${file} for the worker of this machine.`)}`);
  say();
  return account;
}

/** Resolves when the engine is ready; the worker goes on by itself. */
async function firstWorker(server: Server, { apikey }: FirstAccount, home: string) {
  const { config } = workerConfigFrom({
    horde_url: server.url,
    api_key: apikey,
    dreamer_name: WORKER_NAME,
    openhorde_home: home,
    max_power: 32,
    max_batch: 4,
  });
  const show = workerView();
  const ready = Promise.withResolvers<void>();
  const onEvent = (event: WorkerEvent) => {
    if (event.type === 'engine' && event.state === 'ready') ready.resolve();
    show(event);
  };
  const worker = startWorker(config, { onEvent });
  worker.stopped.then(
    () => ready.reject(new Error('The worker stopped before its engine was ready.')),
    error => ready.reject(error),
  );
  await ready.promise;
  return worker;
}
