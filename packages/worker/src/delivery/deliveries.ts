import { UPLOADED } from '@openhorde/contract';
import { forbiddenAddressIn } from '@openhorde/outbound';
import { HordeApiError, type HordeClient, isTransient } from '@openhorde/sdk';
import { growing, notBefore } from '../backOff.ts';
import type { OnWorkerEvent } from '../events.ts';
import { orAbort } from '../orAbort.ts';
import type { Spool, SpoolEntry } from '../spool/spool.ts';
import type { Timing, WorkerWorld } from '../world.ts';
import { submitVerdict } from './submitVerdict.ts';

/*
 * Brings spool entries to the horde: picture to its presigned address, then the submit. An entry leaves the spool when
 * the horde has taken it, or says that it had taken it before, or that it does not want it (unknown or aborted job).
 * Whatever else happens it is tried again, first after 1 s, in the end once a minute, and stays in the spool for the
 * next start when the worker stops before, or when its owner is refused (key, account) ten times. A submit may be repeated without harm: the horde settles a job once.
 *
 * A picture whose address does not take it (expired, forbidden), or not in five tries, goes as base64 in the submit: "R2"
 * is said only of what the store has taken. A horde that then says that it is not there gets it as base64, too; when it
 * refuses that as well the picture is dropped, and its owner told.
 */

const UPLOAD_TRIES = 5;
const REFUSALS_MAX = 10;
/** Entries on their way at the same time. */
const PARALLEL = 8;
/** With so many results undelivered no jobs are taken: a horde that takes none must not fill the disk. */
const OWED_MAX = 100;

export interface Deliveries {
  /** Resolves when there is room for more; rejects with the reason of `signal`. */
  room(signal: AbortSignal): Promise<void>;
  /** Starts to deliver; the entry must be in the spool, and not `working`. */
  add(entry: SpoolEntry): void;
  /** Ends when nothing is left to deliver, or after some time, when it gives up. Answers how many entries stay. */
  drain(ms: { base: number; each: number }): Promise<number>;
}

export interface DeliveryParts {
  client: HordeClient;
  spool: Spool;
  world: WorkerWorld;
  timing: Timing;
  onEvent: OnWorkerEvent;
  /** Told of faults of the disk, after which the worker cannot keep its word. */
  onFatal: (error: unknown) => void;
}

export function createDeliveries({
  client,
  spool,
  world,
  timing,
  onEvent,
  onFatal,
}: DeliveryParts): Deliveries {
  const ending = new AbortController();
  const waiting: SpoolEntry[] = [];
  const underWay = new Set<Promise<void>>();
  let owed = 0;
  let roomy = Promise.withResolvers<void>();
  let toldForbidden = false;

  function add(entry: SpoolEntry): void {
    owed++;
    waiting.push(entry);
    if (underWay.size < PARALLEL) startNext();
  }

  function startNext(): void {
    if (ending.signal.aborted) return;
    const entry = waiting.shift();
    if (!entry) return;
    const delivery = deliver(entry)
      .catch(onFatal)
      .finally(() => {
        underWay.delete(delivery);
        startNext();
      });
    underWay.add(delivery);
  }

  async function deliver(entry: SpoolEntry): Promise<void> {
    const generation = createGeneration(entry);
    let refusals = 0;
    let said = '';
    let rejection: string | undefined;
    for (let failures = 1; ; failures++) {
      try {
        said = await generation.make();
        const kudos = await submit(entry, said);
        return await settle(entry, () => onEvent({ type: 'delivered', jobId: entry.jobId, kudos }));
      } catch (error) {
        if (ending.signal.aborted) return;
        if (isDiskFault(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        const verdict = submitVerdict(error);
        if (verdict === 'already_taken') {
          return await settle(entry, () => onEvent({ type: 'delivered', jobId: entry.jobId, kudos: null }));
        }
        if (verdict === 'rejected' && said === UPLOADED) {
          rejection = reason;
          generation.sendInline();
        } else if (verdict === 'unwanted' || verdict === 'rejected') {
          // A horde that has rejected a result may have given the job to others: the reason is still the first one.
          const why = rejection ?? reason;
          return await settle(entry, () => onEvent({ type: 'unwanted', jobId: entry.jobId, reason: why }));
        }
        if (verdict === 'refused' && ++refusals >= REFUSALS_MAX) {
          const message = `The horde refuses a result, which is kept for the next start: ${reason}`;
          return onEvent({ type: 'warning', message });
        }
        const growingMs = growing(failures, timing.deliveryMs);
        const retryMs = error instanceof HordeApiError ? notBefore(error, growingMs) : growingMs;
        onEvent({ type: 'trouble', doing: 'delivery', message: reason, retryMs });
        await world.sleep(retryMs, ending.signal).catch(() => {});
        if (ending.signal.aborted) return;
      }
    }
  }

  function submit(entry: SpoolEntry, generation: string): Promise<number> {
    return client.submit(
      {
        id: entry.jobId,
        generation,
        state: entry.state === 'faulted' ? 'faulted' : 'ok',
        seed: entry.seed,
        censored: false,
        gen_metadata: entry.metadata,
      },
      { signal: ending.signal },
    );
  }

  /** The entry is done with. Of a fault its watcher has heard before. */
  async function settle(entry: SpoolEntry, tell: () => void): Promise<void> {
    await spool.remove(entry.jobId);
    owed--;
    roomy.resolve();
    if (entry.state !== 'faulted') tell();
  }

  /** Makes the `generation` of a submit, uploading the picture on the way; a picture is uploaded once. */
  function createGeneration(entry: SpoolEntry): { make(): Promise<string>; sendInline(): void } {
    let failures = 0;
    let { uploadUrl } = entry;
    let uploaded = false;
    const sendInline = () => {
      uploaded = false;
      uploadUrl = null;
    };
    const make = async () => {
      if (entry.state === 'faulted') return 'faulted';
      if (uploaded) return UPLOADED;
      const image = await spool.image(entry.jobId);
      if (uploadUrl !== null) {
        try {
          await client.upload(uploadUrl, image, { signal: ending.signal });
          uploaded = true;
          return UPLOADED;
        } catch (error) {
          if (ending.signal.aborted) throw error;
          const forbidden = forbiddenAddressIn(error);
          if (forbidden) tellForbidden(forbidden);
          else if (isTransient(error) && ++failures < UPLOAD_TRIES) throw error;
          sendInline();
        }
      }
      return Buffer.from(image).toString('base64');
    };
    return { make, sendInline };
  }

  /** Told once: a horde on a local network would say it of every picture. */
  function tellForbidden({ message }: Error): void {
    if (toldForbidden) return;
    toldForbidden = true;
    onEvent({
      type: 'warning',
      message: `Pictures are handed in without an upload: ${message}, and only horde_url itself may be elsewhere`,
    });
  }

  async function room(signal: AbortSignal): Promise<void> {
    if (owed >= OWED_MAX) {
      const message = `${owed} results could not be handed in; no jobs are taken until there are fewer`;
      onEvent({ type: 'warning', message });
    }
    while (owed >= OWED_MAX) {
      roomy = Promise.withResolvers();
      await orAbort(roomy.promise, signal);
    }
  }

  async function drain({ base, each }: { base: number; each: number }): Promise<number> {
    const timeout = setTimeout(() => ending.abort(new Error('The worker stops')), base + each * owed);
    while (underWay.size > 0) await Promise.all(underWay);
    clearTimeout(timeout);
    return owed;
  }

  return { room, add, drain };
}

function isDiskFault(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
