import type { HordeClient } from '@openhorde/sdk';
import type { WorkerConfig } from '../config/config.ts';
import { createDeliveries } from '../delivery/deliveries.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { OnWorkerEvent } from '../events.ts';
import { orAbort } from '../orAbort.ts';
import type { Spool, SpoolEntry } from '../spool/spool.ts';
import type { Timing, WorkerWorld } from '../world.ts';
import { faultedEntry, type Job, jobOf, unfinishedJobs } from './job.ts';
import { createJobQueue } from './jobQueue.ts';
import { createPopper } from './popper.ts';
import { popRequest } from './popRequest.ts';
import { type JobParts, runJob } from './runJob.ts';

/*
 * The Dreamer: asks for image jobs, has engines do them, hands the pictures in. Three kinds of loops run side by side.
 *
 *   The popper asks while the worker holds fewer than `max_threads + queue_size` jobs, so that each engine has one to
 *   do and the next ones lie ready. It stands still while no engine is up or too many results are undelivered, and for
 *   three minutes after three failed jobs in a row (something is wrong with this machine, and its jobs are better off
 *   elsewhere).
 *   One lane for each engine takes job after job from the queue (`runJob.ts`).
 *   Deliveries run on their own (`deliveries.ts`): an engine never waits for the network.
 *
 * A job is popped → (in the spool as `working`) queued → at an engine → in the spool as `finished` or `faulted`, picture
 * by picture → delivered, out of the spool. At its start the worker delivers what lies in the spool from before. What an
 * earlier life was at is begun once more, if its time is not over; otherwise it is given back as faulted.
 *
 * Stopping: no pops any more, what is held is done and delivered. Stopping now: engines are told to let go, everything
 * unfinished is reported faulted. Results that cannot be delivered in time stay in the spool for the next start.
 */

export interface DreamerParts {
  config: WorkerConfig;
  client: HordeClient;
  /** One for each thread. */
  hosts: EngineHost[];
  /** Models by use, as `offeredModels` wants them. */
  ranking: readonly string[];
  spool: Spool;
  world: WorkerWorld;
  timing: Timing;
  onEvent: OnWorkerEvent;
  /** Aborted: take no more jobs. */
  stopping: AbortSignal;
  /** Aborted: let go of those at work, too. */
  stoppingNow: AbortSignal;
  /** Aborted with the reason for which it is impossible to go on. */
  broken: AbortController;
}

const FAULTS_IN_A_ROW_MAX = 3;
/** No horde takes a result after a day: what lies so long in the spool was refused, or is for a horde that is left. */
const ENTRY_LIFE_MS = 86_400_000;

/**
 * Runs until `stopping`. Rejects with the reason of `broken`: the spool cannot be written, a setting cannot work
 * (ConfigError), or what `exit_on_unhandled_faults` asks for.
 */
export async function runDreamer(parts: DreamerParts): Promise<void> {
  const { config, client, hosts, ranking, spool, world, timing, onEvent, broken } = parts;
  const fail = (error: unknown) => broken.abort(error);
  const stopping = AbortSignal.any([parts.stopping, broken.signal]);
  const stoppingNow = AbortSignal.any([parts.stoppingNow, broken.signal]);
  const deliveries = createDeliveries({ client, spool, world, timing, onEvent, onFatal: fail });
  const jobParts: JobParts = { client, spool, deliveries, world, timing, onEvent };
  const queue = createJobQueue<Job>();
  const capacity = config.maxThreads + config.queueSize;
  let held = 0;
  let faultsInARow = 0;
  let room = Promise.withResolvers<void>();

  async function takeUpLeftOver(): Promise<void> {
    const ours: SpoolEntry[] = [];
    for (const entry of spool.leftOver) {
      if (world.now() - entry.createdAtMs > ENTRY_LIFE_MS) await spool.remove(entry.jobId);
      else if (entry.horde === client.origin) ours.push(entry);
    }
    const working = ours.filter(({ state }) => state === 'working');
    for (const entry of ours) if (entry.state !== 'working') deliveries.add(entry);
    const { again, lost } = unfinishedJobs(working, world.now());
    for (const job of again) await accept(job);
    for (const entry of lost) {
      const faulted = faultedEntry(entry, 'the worker was restarted');
      await spool.write(faulted);
      deliveries.add(faulted);
    }
  }

  async function popLoop(): Promise<void> {
    const popper = createPopper(client, parts);
    while (!stopping.aborted) {
      if (held >= capacity) {
        room = Promise.withResolvers();
        await orAbort(room.promise, stopping);
        continue;
      }
      await deliveries.room(stopping);
      if (faultsInARow >= FAULTS_IN_A_ROW_MAX) await pause();
      const capabilities = await Promise.race(hosts.map(host => host.ready(stopping)));
      const answer = await popper.pop(popRequest(config, capabilities, ranking), stopping);
      if (answer) await accept(jobOf(answer, client.origin, world.now()));
    }
  }

  async function accept(job: Job): Promise<void> {
    held++;
    for (const entry of job.entries) await spool.write(entry);
    const { width = 512, height = 512, ddim_steps: steps = 30 } = job.answer.payload;
    const { id: jobId, entries } = job;
    onEvent({
      type: 'popped',
      jobId,
      model: job.answer.model ?? '',
      images: entries.length,
      width,
      height,
      steps,
    });
    queue.push(job);
  }

  async function pause(): Promise<void> {
    const reason = `${FAULTS_IN_A_ROW_MAX} jobs failed one after the other`;
    if (config.exitOnUnhandledFaults) throw new Error(reason);
    onEvent({ type: 'paused', reason, ms: timing.faultPauseMs });
    await world.sleep(timing.faultPauseMs, stopping);
    faultsInARow = 0;
  }

  async function lane(host: EngineHost): Promise<void> {
    for (let job = await queue.take(); job; job = await queue.take()) {
      const outcome = await runJob(job, host, stoppingNow, jobParts);
      if (outcome === 'done') faultsInARow = 0;
      if (outcome === 'failed') faultsInARow++;
      held--;
      room.resolve();
    }
  }

  await takeUpLeftOver();
  const lanes = hosts.map(host => lane(host).catch(fail));
  await popLoop().catch(error => {
    if (!stopping.aborted) fail(error);
  });
  const atWork = held > 0 ? `${held} jobs are still at work` : 'nothing is at work';
  onEvent({ type: 'stopping', message: atWork });
  queue.close();
  await Promise.all(lanes);
  const kept = await deliveries.drain(timing.drainMs);
  if (kept > 0) {
    onEvent({ type: 'warning', message: `${kept} results stay in the spool for the next start` });
  }
  broken.signal.throwIfAborted();
}
