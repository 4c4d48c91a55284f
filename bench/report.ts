import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Measured } from './lanes.ts';
import type { Usage } from './processes.ts';

/** One line of a report. */
export interface Result extends Measured {
  scenario: string;
  backlog: number;
  /** Processor seconds of the server's processes while it was measured; absent: unknown. */
  cpuSeconds?: Usage['cpuSeconds'];
  /** Memory of the server's processes at the end. */
  memoryMB?: Usage['memoryMB'];
}

export interface Report {
  at: string;
  subject: string;
  lanes: number;
  machine: { cpus: number; model: string; memoryGB: number; node: string; platform: string };
  /** Processes that wanted to run in the last minute, before and after: above the number of cores figures are too low. */
  load: { before: number; after: number };
  results: Result[];
  /** What 100,000 waiting requests need, from the two longest backlogs; absent: only one was measured. */
  memoryMBPer100kWaiting?: Usage['memoryMB'];
}

export function machine(): Report['machine'] {
  const [first] = os.cpus();
  return {
    cpus: os.availableParallelism(),
    model: first?.model ?? 'unknown',
    memoryGB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    platform: process.platform,
  };
}

const COLUMNS = [
  'scenario',
  'backlog',
  'per s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'errors',
  'cpu s node',
  'postgres',
  'MB node',
  'postgres',
];
const WIDTHS = [10, 8, 8, 8, 8, 8, 7, 11, 9, 8, 9];

export function headline(): string {
  return line(COLUMNS);
}

export function lineOf(result: Result): string {
  const { scenario, backlog, rate, p50, p95, p99, errors, cpuSeconds, memoryMB } = result;
  const known = (value: number | undefined, digits: number) =>
    value === undefined ? '-' : value.toFixed(digits);
  return line([
    scenario,
    String(backlog),
    rate.toFixed(0),
    p50.toFixed(2),
    p95.toFixed(2),
    p99.toFixed(2),
    String(errors),
    known(cpuSeconds?.node, 2),
    known(cpuSeconds?.postgres, 2),
    known(memoryMB?.node, 0),
    known(memoryMB?.postgres, 0),
  ]);
}

const line = (cells: string[]) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(WIDTHS[i]!) : cell.padStart(WIDTHS[i]!))).join(' ');

export async function save(file: string, report: Report): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
