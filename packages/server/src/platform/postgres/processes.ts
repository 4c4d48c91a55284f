import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A living process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  /** When it began, in whatever words the system has; empty where the system does not say. */
  started: string;
  /** Command line, or only the program's name (Windows). */
  command: string;
}

/** What runs under this process id now, or undefined when nothing does. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!isAlive(pid)) return undefined;
  try {
    if (process.platform === 'linux') return await fromProc(pid);
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
      return { started: '', command: stdout.split('","')[0]?.replace('"', '').trim() ?? '' };
    }
    const { stdout } = await run('ps', ['-o', 'lstart=', '-o', 'command=', '-p', String(pid)]);
    return { started: stdout.slice(0, 24), command: stdout.slice(24).trim() };
  } catch {
    // Gone between the two looks.
    return undefined;
  }
}

/** Whether a process has this id; one of another user counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Resolves to true once the process is gone, to false when it still lives after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (isAlive(pid)) {
    if (performance.now() > end) return false;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return true;
}

async function fromProc(pid: number): Promise<ProcessIdentity | undefined> {
  const [stat, command] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  // Fields after the name, which stands in parentheses and may hold spaces: state first, start time twentieth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return { started: fields[19] ?? '', command: command.replaceAll('\0', ' ').trim() };
}
