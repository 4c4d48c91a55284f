import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the processes of a server have used and hold. */
export interface Usage {
  /** Processor seconds since they started, by kind of process. */
  cpuSeconds: Record<Part, number>;
  memoryMB: Record<Part, number>;
}
type Part = 'node' | 'postgres' | 'other';

interface Process {
  pid: number;
  parent: number;
  cpuSeconds: number;
  memoryMB: number;
  command: string;
}

/**
 * Usage of some processes and everything below them. Memory of several processes is not counted twice where the system
 * tells what they share (Linux: proportional set size); elsewhere resident sizes are summed.
 */
export async function usageOf(roots: readonly number[]): Promise<Usage> {
  const usage: Usage = {
    cpuSeconds: { node: 0, postgres: 0, other: 0 },
    memoryMB: { node: 0, postgres: 0, other: 0 },
  };
  const all = await listProcesses();
  const wanted = new Set(roots);
  // Children come after their parents only by chance, so look until nothing is found any more.
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  for (const one of all.filter(({ pid }) => wanted.has(pid))) {
    // What the kernel calls Node's processes differs from version to version.
    const part = roots.includes(one.pid) ? 'node' : one.command.includes('postgres') ? 'postgres' : 'other';
    usage.cpuSeconds[part] += one.cpuSeconds;
    usage.memoryMB[part] += (await proportionalMB(one.pid)) ?? one.memoryMB;
  }
  return usage;
}

/** `ps` is on every Unix; where it is missing nothing is known. */
async function listProcesses(): Promise<Process[]> {
  const format = 'pid=,ppid=,rss=,time=,comm=';
  const { stdout } = await run('ps', ['-A', '-o', format], { maxBuffer: 16 * 1024 * 1024 }).catch(() => ({
    stdout: '',
  }));
  const processes = stdout.split('\n').flatMap(line => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line);
    if (!match) return [];
    const [, pid, parent, rss, time, command] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const seconds = secondsOf(time);
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        memoryMB: Number(rss) / 1024,
        cpuSeconds: seconds,
        command,
      },
    ];
  });
  return Promise.all(
    processes.map(async one => ({ ...one, cpuSeconds: (await ticksOf(one.pid)) ?? one.cpuSeconds })),
  );
}

/** `[[dd-]hh:]mm:ss[.cc]` */
function secondsOf(time: string): number {
  const [rest = '', days = '0'] = time.split('-').reverse();
  return rest.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

/** Processor time in hundredths, where /proc tells it; `ps` rounds to seconds on Linux. */
async function ticksOf(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime and stime, in hundredths of a second (USER_HZ).
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function proportionalMB(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
