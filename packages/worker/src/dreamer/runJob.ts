import {
  type EngineCapabilities,
  EngineError,
  type ImageResult,
  type ImageTask,
} from '@openhorde/inference/engine';
import type { GenerationMetadata, HordeClient } from '@openhorde/sdk';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { OnWorkerEvent } from '../events.ts';
import type { Spool } from '../spool/spool.ts';
import type { Timing, WorkerWorld } from '../world.ts';
import { imageTaskOf } from './imageTask.ts';
import { begunEntry, faultedEntry, finishedEntry, type Job } from './job.ts';
import { createProgressReports, JobCancelled } from './progressReports.ts';
import { getSources, type Sources } from './sourceImages.ts';

/*
 * One job, from the queue to the spool: source images, translation, engine, one spool entry for each picture, delivery
 * begun. Whatever goes wrong on the way, every picture that does not exist in the end is reported faulted with the
 * reason, so that the horde need not wait for its time limit.
 */

export interface JobParts {
  client: HordeClient;
  spool: Spool;
  deliveries: Deliveries;
  world: WorkerWorld;
  timing: Timing;
  onEvent: OnWorkerEvent;
}

/**
 * `failed` counts against this machine: a fault of the engine, or not done in time. `let_go` does not: the job was
 * cancelled, or its time was over before it began, or the worker stops.
 */
export type JobOutcome = 'done' | 'failed' | 'let_go';

/** Rejects only with faults of the disk. */
export async function runJob(
  job: Job,
  host: EngineHost,
  stop: AbortSignal,
  parts: JobParts,
): Promise<JobOutcome> {
  let made: Made;
  try {
    made = await makePictures(job, host, stop, parts);
  } catch (error) {
    const letGo = stop.aborted || error instanceof JobCancelled;
    await giveUp(job, stop.aborted ? 'the worker was stopped' : reasonOf(error), parts);
    return letGo ? 'let_go' : 'failed';
  }
  return keep(job, made, parts);
}

interface Made {
  results: ImageResult[];
  metadata: GenerationMetadata[];
  /** Time of the engine. */
  seconds: number;
}

async function makePictures(job: Job, host: EngineHost, stop: AbortSignal, parts: JobParts): Promise<Made> {
  const { client, world, timing } = parts;
  const letGo = new AbortController();
  const due = dueSignal(job, world.now());
  const signal = AbortSignal.any([stop, letGo.signal, due]);
  let sources: Sources;
  let capabilities: EngineCapabilities;
  try {
    sources = await getSources(job.answer, { ...world, retryMs: timing.sourceMs }, signal);
    capabilities = await host.ready(signal);
  } catch (error) {
    throw due.aborted ? new JobCancelled('its time was over before an engine was free') : error;
  }
  const report = createProgressReports(
    client,
    job.id,
    { gapMs: timing.progressGapMs, now: world.now, signal },
    reason => letGo.abort(reason),
  );
  const begun = begunEntry(job);
  if (begun) await parts.spool.write(begun);
  const run = (task: ImageTask) =>
    host.run(
      task,
      progress => {
        parts.onEvent({ type: 'progress', jobId: job.id, ...progress });
        report(progress);
      },
      signal,
    );
  const { task, metadata } = imageTaskOf(job.answer, sources, capabilities, world.random);
  const startedMs = world.now();
  const made = (results: ImageResult[], remarks = metadata): Made => ({
    results,
    metadata: remarks,
    seconds: (world.now() - startedMs) / 1000,
  });
  try {
    return made(await run(task));
  } catch (error) {
    const unreadable = error instanceof EngineError && error.reason === 'bad_source_image';
    if (!unreadable || !task.sourceImage) throw error;
    const { sourceImage, sourceMask, denoisingStrength, ...withoutSource } = task;
    const told: GenerationMetadata = { type: 'source_image', value: 'parse_failed', ref: 'source_image' };
    return made(await run(withoutSource), [...metadata, told]);
  }
}

/** Aborts when the horde takes the job away: a result would not be taken any more. */
function dueSignal(job: Job, nowMs: number): AbortSignal {
  if (job.dueAtMs === null) return new AbortController().signal;
  return AbortSignal.timeout(Math.max(0, job.dueAtMs - nowMs));
}

async function keep(job: Job, { results, metadata, seconds }: Made, parts: JobParts): Promise<JobOutcome> {
  parts.onEvent({ type: 'generated', jobId: job.id, images: results.length, seconds });
  const missing: Job = { ...job, entries: [] };
  for (const entry of job.entries) {
    const result = results.find(({ batchIndex }) => batchIndex === entry.batchIndex);
    if (!result) {
      missing.entries.push(entry);
      continue;
    }
    const finished = finishedEntry(entry, result.seed, metadata);
    await parts.spool.finish(finished, result.image);
    parts.deliveries.add(finished);
  }
  if (missing.entries.length === 0) return 'done';
  await giveUp(missing, 'the engine made fewer pictures than were asked for', parts);
  return 'failed';
}

/** Reports every picture of the job as faulted. */
async function giveUp(job: Job, reason: string, parts: JobParts): Promise<void> {
  parts.onEvent({ type: 'faulted', jobId: job.id, reason });
  for (const entry of job.entries) {
    const faulted = faultedEntry(entry, reason);
    await parts.spool.write(faulted);
    parts.deliveries.add(faulted);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return 'it was not done within its time limit';
  if (error instanceof EngineError) return `${error.reason}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
