import type { WorkerType } from '@openhorde/contract';
import type { Histogram } from 'prom-client';
import type { DeliveredJob } from '../../core/deliveredJob.ts';
import type { Kind } from '../../core/kind.ts';
import type { Platform } from '../../platform/platform.ts';
import { pause, type World } from '../../platform/world.ts';
import { attempt } from './attempt.ts';
import type { ClaimedDelivery, Outcome } from './delivery.ts';
import { pauseAfter } from './schedule.ts';
import { deliveryHeaders, keyOf } from './sign.ts';
import { claimDeliveries, recordOutcome } from './store.ts';

export interface CourierNeeds extends Pick<Platform, 'db' | 'world' | 'log' | 'metrics' | 'outbound'> {
  /** Secrets of accounts are made from it. */
  webhookKey: Buffer;
  kinds: ReadonlyMap<WorkerType, Pick<Kind, 'rules'>>;
}

/** Attempts of one node at a time. A receiver that hangs takes one for three seconds. */
const IN_FLIGHT_MAX = 32;
/** A receiver with so many attempts in flight gets no more, so that one that hangs does not hold up the others. */
const BUSY_AT = 4;
const CLAIM_MAX = 4;
/** Far longer than an attempt takes. */
const LOST_AFTER_MS = 30_000;
/** For what other nodes left, and for what is due again. */
const LOOK_EVERY_MS = 2_000;

/** Carries deliveries out; several nodes share the work. */
export class Courier {
  readonly #needs: CourierNeeds;
  readonly #seconds: Histogram<'outcome'>;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #hosts = new Map<string, number>();
  #bell = Promise.withResolvers<void>();

  constructor(needs: CourierNeeds) {
    this.#needs = needs;
    const labels = ['outcome'] as const;
    this.#seconds = needs.metrics.histogram(
      'webhook_seconds',
      'Time of an attempt to deliver a result',
      labels,
    );
  }

  /** There may be something to do. */
  wake(): void {
    this.#bell.resolve();
  }

  /** Works until `signal` aborts; attempts that are in flight then come to their end. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Rung from here on, it is heard below: what is committed after the claim is seen by the next one.
      this.#bell = Promise.withResolvers();
      if (!(await this.#takeSome())) await rest(this.#needs.world, this.#bell.promise, signal);
    }
    await Promise.all(this.#inFlight);
  }

  /** @returns whether more may be due that there is room for. */
  async #takeSome(): Promise<boolean> {
    const countMax = Math.min(CLAIM_MAX, IN_FLIGHT_MAX - this.#inFlight.size);
    if (countMax <= 0) return false;
    const { db, world } = this.#needs;
    const nowMs = world.now();
    const busyHosts = [...this.#hosts].filter(([, count]) => count >= BUSY_AT).map(([host]) => host);
    const lostAtMs = nowMs + LOST_AFTER_MS;
    const claimed = await claimDeliveries(db, { nowMs, lostAtMs, busyHosts, countMax });
    for (const delivery of claimed) this.#begin(delivery);
    return claimed.length === countMax;
  }

  #begin(delivery: ClaimedDelivery): void {
    const { host, jobId } = delivery;
    this.#hosts.set(host, (this.#hosts.get(host) ?? 0) + 1);
    const running = this.#deliver(delivery)
      .catch(error =>
        this.#needs.log.warn({ err: error, job: jobId }, 'an attempt to deliver was not recorded'),
      )
      .finally(() => {
        this.#inFlight.delete(running);
        const left = this.#hosts.get(host)! - 1;
        if (left > 0) this.#hosts.set(host, left);
        else this.#hosts.delete(host);
        this.wake();
      });
    this.#inFlight.add(running);
  }

  async #deliver(delivery: ClaimedDelivery): Promise<void> {
    const { db, world } = this.#needs;
    const stopWatch = this.#seconds.startTimer();
    const outcome = await this.#try(delivery);
    stopWatch({ outcome: outcome.delivered ? 'delivered' : 'failed' });
    const nowMs = world.now();
    const pauseMs =
      outcome.delivered || outcome.final
        ? undefined
        : pauseAfter(delivery.attempts, outcome.retryAfterMs ?? 0, world.random());
    const nextAtMs = pauseMs === undefined ? undefined : nowMs + pauseMs;
    await recordOutcome(db, delivery, outcome, nowMs, nextAtMs);
  }

  async #try({ jobId, kind, job, userId, nonces, url }: ClaimedDelivery): Promise<Outcome> {
    const { world, outbound, webhookKey, log } = this.#needs;
    let body: string;
    try {
      body = JSON.stringify(await this.#bodyOf(kind, job));
    } catch (error) {
      log.error({ err: error, job: jobId }, 'the body of a delivery could not be made');
      return { delivered: false, error: 'The result could not be read.', final: false };
    }
    const keys = nonces.map(nonce => keyOf(webhookKey, userId, nonce));
    return attempt(outbound, url, deliveryHeaders(jobId, world.now(), body, keys), body, world.now);
  }

  /** Made for each attempt, since addresses of images do not live long. */
  async #bodyOf(kind: WorkerType, job: DeliveredJob): Promise<Record<string, unknown>> {
    const { id, worker_id, worker_name, reward } = job;
    const item = await this.#needs.kinds.get(kind)!.rules.deliveryBody(job);
    const request = job.parent_id ?? job.request_id;
    return { worker_id, worker_name, id, request, kudos: reward, ...item };
  }
}

/** Until the bell rings, the signal comes, or it is time to look. */
async function rest(world: Pick<World, 'after'>, bell: Promise<void>, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const wake = () => woken.abort();
  void bell.then(wake);
  await pause(world, LOOK_EVERY_MS, AbortSignal.any([woken.signal, signal]));
}
