import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Cluster, serverEnvironment } from './cluster.ts';
import { identifyProcess, waitForExit } from './processes.ts';
import { type ServerSettings, serverArguments } from './settings.ts';

const run = promisify(execFile);
const LOG_BYTES_MAX = 10 * 1024 * 1024;
const STOP_MS = 60_000;

/** One running `postgres`, the parent of all its processes. */
export interface Postmaster {
  /** Resolves when the process is gone, with the last lines of its log. */
  readonly exited: Promise<string>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
  /** As `stop`, but without waiting: for the last moment of this process. */
  stopSoon(): void;
}

/**
 * Starts the server and waits until it takes connections. Recovery after a crash takes as long as it takes.
 * @throws Error with the end of its log when it does not come up.
 */
export async function startPostmaster(
  cluster: Cluster,
  settings: ServerSettings,
  log: string,
): Promise<Postmaster> {
  await clearStaleFiles(cluster.data);
  await rotate(log);
  const child = launch(cluster, settings, log);
  const exited = Promise.withResolvers<string>();
  child.once('error', error => exited.resolve(error.message));
  child.once('exit', () => tail(log).then(exited.resolve));
  if (!(await becomesReady(cluster.data, child, exited.promise))) {
    throw new Error(`The embedded database did not start. Its last words: ${await exited.promise}`);
  }
  const pid = child.pid;
  return {
    exited: exited.promise,
    async stop() {
      child.ref();
      if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
        await signalStop(cluster, pid);
      }
      await exited.promise;
    },
    stopSoon() {
      child.kill('SIGINT');
    },
  };
}

/** Stops a server that a node left behind when it was killed. No node may hold the folder now. */
export async function stopOrphan(cluster: Cluster): Promise<void> {
  const pid = await runningPostmaster(cluster.data);
  if (pid === undefined) return;
  await signalStop(cluster, pid);
  if (!(await waitForExit(pid, STOP_MS))) {
    throw new Error(
      `A database server from an earlier start (process ${pid}) does not stop. Stop it and try again.`,
    );
  }
}

function launch(cluster: Cluster, settings: ServerSettings, log: string): ChildProcess {
  // A file and not a pipe, so that the server outlives us without losing its voice.
  const output = openSync(log, 'a', 0o600);
  try {
    const child = spawn(cluster.binaries.postgres, serverArguments(cluster.data, settings), {
      ...cluster.user,
      cwd: cluster.data,
      env: serverEnvironment(),
      stdio: ['ignore', output, output],
      // Its own process group: Ctrl-C in the terminal is for us, we stop it when our own work is done.
      detached: true,
      windowsHide: true,
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** Reads the status that the server keeps in line 8 of its process file, as pg_ctl does. */
async function becomesReady(data: string, child: ChildProcess, exited: Promise<string>): Promise<boolean> {
  let gone = false;
  exited.then(() => {
    gone = true;
  });
  while (!gone) {
    const lines = await processFile(data);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return false;
}

async function signalStop(cluster: Cluster, pid: number): Promise<void> {
  if (process.platform !== 'win32') {
    process.kill(pid, 'SIGINT');
    return;
  }
  // Windows has no signals; pg_ctl speaks to the server by its named pipe.
  await run(
    cluster.binaries.pgCtl,
    ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-t', String(STOP_MS / 1000)],
    {
      windowsHide: true,
    },
  );
}

/**
 * A killed server leaves its process file and socket lock behind. It clears them itself, unless their process number
 * has been given to another process meanwhile; then it would refuse to start, so we look and clear.
 */
async function clearStaleFiles(data: string): Promise<void> {
  if ((await runningPostmaster(data)) !== undefined) return;
  const port = (await processFile(data))[3]?.trim();
  await rm(path.join(data, 'postmaster.pid'), { force: true });
  if (port) await rm(path.join(data, `.s.PGSQL.${port}.lock`), { force: true });
}

/** The process that serves this folder, if the one named in its process file is a server at all. */
async function runningPostmaster(data: string): Promise<number | undefined> {
  const pid = Number((await processFile(data))[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const identity = await identifyProcess(pid);
  if (!identity?.command.includes('postgres')) return undefined;
  const namesFolder = process.platform === 'win32' || identity.command.includes(data);
  return namesFolder ? pid : undefined;
}

async function processFile(data: string): Promise<string[]> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n');
}

async function rotate(log: string): Promise<void> {
  const size = await stat(log).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > LOG_BYTES_MAX) await rename(log, `${log}.1`);
}

async function tail(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-5).join(' | ');
}
