import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { openCaller } from './caller.ts';
import { Crowd } from './crowd.ts';
import type { Measured } from './lanes.ts';
import type { Options } from './options.ts';
import { type Usage, usageOf } from './processes.ts';
import { machine, type Report, type Result } from './report.ts';
import { fill, type Length, scenarios } from './scenarios.ts';
import { UsageMeter } from './usageMeter.ts';

/** A horde to measure. */
export interface Subject {
  /** What it is called in the report. */
  name: string;
  url: string;
  /** Its first processes; empty: unknown. */
  pids: number[];
}

export type Plan = Omit<Options, 'url' | 'pids' | 'cpuProf' | 'out'>;

/** Time for the server to do what it has put off, before its memory is looked at. */
const SETTLE_SECONDS_MAX = 3;

/** Measures a horde; `onResult` is told each result as it comes. */
export async function runBench(
  subject: Subject,
  plan: Plan,
  onResult: (result: Result) => void,
): Promise<Report> {
  const caller = openCaller(subject.url, plan.lanes);
  const crowd = new Crowd(caller, plan);
  const results: Result[] = [];
  const atRest: { backlog: number; memoryMB: Usage['memoryMB'] }[] = [];
  const before = os.loadavg()[0]!;
  const measure = async (
    scenario: string,
    backlog: number,
    work: (length: Length) => Promise<Measured | undefined>,
  ) => {
    const meter = new UsageMeter(subject.pids);
    const measured = await work({ ...plan, backlog, meter });
    if (!measured) return;
    const result: Result = { scenario, backlog, ...measured, ...meter.result() };
    results.push(result);
    onResult(result);
  };
  try {
    for (const backlog of plan.backlogs) {
      await measure('async', backlog, length => fill(crowd, length));
      if (subject.pids.length > 0) {
        await pause(Math.min(SETTLE_SECONDS_MAX, plan.seconds) * 1000);
        atRest.push({ backlog, memoryMB: (await usageOf(subject.pids)).memoryMB });
      }
      for (const name of plan.scenarios)
        await measure(name, backlog, length => scenarios[name](crowd, length));
    }
  } finally {
    await caller.close();
  }
  return {
    at: new Date().toISOString(),
    subject: subject.name,
    lanes: plan.lanes,
    machine: machine(),
    load: { before, after: os.loadavg()[0]! },
    results,
    ...per100k(atRest),
  };
}

function per100k(
  atRest: { backlog: number; memoryMB: Usage['memoryMB'] }[],
): Pick<Report, 'memoryMBPer100kWaiting'> {
  const [first, last] = [atRest.at(-2), atRest.at(-1)];
  if (!first || !last) return {};
  const share = 100_000 / (last.backlog - first.backlog);
  const per = (part: keyof Usage['memoryMB']) =>
    Math.round((last.memoryMB[part] - first.memoryMB[part]) * share);
  return { memoryMBPer100kWaiting: { node: per('node'), postgres: per('postgres'), other: per('other') } };
}
