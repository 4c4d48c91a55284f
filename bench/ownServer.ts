import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { discardEmbeddedPostgres } from '@openhorde/server/platform/postgres/embeddedPostgres.ts';
import { openCaller } from './caller.ts';
import { times } from './lanes.ts';

const COMMAND = fileURLToPath(new URL('../packages/cli/src/openhorde.ts', import.meta.url));
const MODELS = fileURLToPath(new URL('../packages/testkit/stories/image-models.json', import.meta.url));
/** An account has 20 workers at most. */
const OWNERS = 8;
/** An account may have 30 images waiting; which ones are taken is chance, so half of them are left. */
const WAITING_OF_ACCOUNT = 15;
/** Those with less kudos are served last, and what they ask for during a fast scenario waits as well. */
const REQUESTERS_MIN = 1000;
const ACCOUNT_LANES = 8;

/** A server of our own in a process of its own, as an operator starts it, with its embedded database. */
export interface OwnServer {
  url: string;
  pid: number;
  apikeys: string[];
  workerKeys: string[];
  stop(): Promise<void>;
}

/** @param options `waiting`: how many requests will wait at most; there are accounts for them */
export async function startOwnServer(options: {
  waiting: number;
  cpuProf: string | undefined;
}): Promise<OwnServer> {
  const { waiting, cpuProf } = options;
  const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-bench-'));
  // The user that root's database runs as must be able to pass.
  await chmod(home, 0o755);
  const flags = cpuProf === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(cpuProf)}`];
  const { DATABASE_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, [...flags, COMMAND, 'server', '--no-pages'], {
    env: {
      ...environment,
      OPENHORDE_HOME: home,
      PORT: '0',
      IMAGE_MODELS: MODELS,
      RATE_LIMITS: 'off',
      DEV_TEST_USERS: '1',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await discardEmbeddedPostgres(path.join(home, 'database'));
    await rm(home, { recursive: true, force: true });
  };
  try {
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const { url, level = 50 } = told(line);
        if (url !== undefined) resolve(url);
        else if (level >= 50) console.error(line);
      });
      child.once('exit', () => reject(new Error('The server ended before it listened.')));
    });
    const requesters = Math.max(REQUESTERS_MIN, Math.ceil(waiting / WAITING_OF_ACCOUNT));
    const keys = await makeAccounts(url, OWNERS + requesters);
    return { url, pid: child.pid!, apikeys: keys.slice(OWNERS), workerKeys: keys.slice(0, OWNERS), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A line of the server's log: where it listens, once it does, and how bad the news is (pino: 50 is an error). */
function told(line: string): { url?: string; level?: number } {
  try {
    return JSON.parse(line);
  } catch {
    return {};
  }
}

/** Trusted accounts with kudos. @returns their keys */
async function makeAccounts(url: string, count: number): Promise<string[]> {
  const caller = openCaller(url, ACCOUNT_LANES);
  const keys: string[] = [];
  await times(count, ACCOUNT_LANES, async (_, n) => {
    const account = {
      username: `bench ${n}`,
      oauth_id: `bench_${n}`,
      kudos: 10_000_000,
      trusted: true,
      moderator: false,
    };
    const { body } = await caller.call('POST', '/dev/test-user', undefined, account);
    if (typeof body.api_key !== 'string') throw new Error(`No account: ${JSON.stringify(body)}`);
    keys.push(body.api_key);
  });
  await caller.close();
  return keys;
}
