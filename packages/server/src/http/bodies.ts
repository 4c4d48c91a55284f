import type { IncomingMessage, ServerResponse } from 'node:http';
import { HordeError } from '@openhorde/contract';
import { errorCodes } from 'fastify';
import { BusyError } from '../platform/outages.ts';
import { textOf } from './encodings.ts';
import { DoorError } from './errors.ts';

/** What bodies may cost a node. */
export interface BodyLimits {
  /** Of all bodies that are held at a time. One address holds half of it at most. */
  readonly bytesMax: number;
  /** A body that has not grown by `BYTES_PER_LOOK_MIN` for so many looks is dropped. Default 10. */
  readonly looksMax?: number;
  /** From one look to the next. Default 1000. */
  readonly lookMs?: number;
}

const LOOKS_MAX = 10;
const LOOK_MS = 1_000;
/** Bytes in `looksMax` looks: slower than that, a picture would not be there before the call runs out of time. */
const BYTES_MIN = 16 * 1024;
/** Smaller bodies are not counted per address. */
const SMALL_BYTES = 64 * 1024;

/** A call whose body is on its way, or is held while the call is served. */
interface Body {
  readonly request: IncomingMessage;
  /** Of its body, held in memory. */
  heldBytes: number;
  /** Once it is no longer small. */
  address: string | undefined;
  /** Of its connection, at the look at which it last was seen to move. */
  seenBytes: number;
  /** Looks since then. */
  looks: number;
  /** Ends the gathering. */
  fail: ((error: Error) => void) | undefined;
}

const NO_TEXT = 'The body is no text in UTF-8 or UTF-16. Encode it as UTF-8.';

/** Called once. */
export type Gathered = (error: Error | null, text?: string) => void;

const BODY = Symbol('body');
/** A weak map would do, at a price: most calls have a body. */
type Expected = IncomingMessage & { [BODY]?: Body };

/**
 * The bodies of all calls of a node, counted in bytes. From the first byte of a body to the end of its answer: *coming*,
 * then *held*. A body that goes beyond what node or address may hold is let go with a `BusyError`; what else comes of it is
 * read and dropped, so that its sender hears the answer. A body that does not move is dropped with its connection.
 */
export class Bodies {
  readonly #limits: Required<BodyLimits>;
  readonly #addressOf: (request: IncomingMessage) => string;
  readonly #coming = new Set<Body>();
  readonly #ofAddress = new Map<string, number>();
  #heldBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param addressOf what calls are counted by */
  constructor(limits: BodyLimits, addressOf: (request: IncomingMessage) => string) {
    this.#limits = { looksMax: LOOKS_MAX, lookMs: LOOK_MS, ...limits };
    this.#addressOf = addressOf;
  }

  /** Of all bodies, in memory. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Bodies that have not come to their end. */
  get coming(): number {
    return this.#coming.size;
  }

  /** Watches the body of a call from now on, if it has one, and lets it go with the end of the answer. */
  expect(request: IncomingMessage, response: ServerResponse): void {
    if (!hasBody(request)) return;
    const body: Body = {
      request,
      heldBytes: 0,
      address: undefined,
      seenBytes: request.socket.bytesRead,
      looks: 0,
      fail: undefined,
    };
    this.#coming.add(body);
    (request as Expected)[BODY] = body;
    response.once('close', () => this.#release(body));
    this.#timer ??= setInterval(() => this.#look(), this.#limits.lookMs).unref();
  }

  /**
   * Hands the text of a body to `done`, or why there is none: a BusyError, a DoorError 408 when it does not move, 400 when it is no text, a HordeError BodyTooLarge beyond `bytesMax`, and the
   * framework's errors of bodies that are larger than `bytesMax` or not as long as they say.
   */
  gather(request: IncomingMessage, bytesMax: number, done: Gathered): void {
    const announced = announcedBytes(request);
    if (announced > bytesMax) {
      done(tooLarge(bytesMax));
      return;
    }
    const body = (request as Expected)[BODY];
    const chunks: Buffer[] = [];
    let size = 0;
    const end = () => {
      request.off('data', onData).off('end', onEnd).off('error', onError);
      if (body) body.fail = undefined;
    };
    const fail = (error: Error) => {
      end();
      if (body) this.#release(body);
      chunks.length = 0;
      request.on('error', () => {}).resume();
      done(error);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytesMax) return fail(tooLarge(bytesMax));
      if (body && !this.#hold(body, chunk.length)) return fail(new BusyError('too many bodies are held'));
      chunks.push(chunk);
    };
    const onEnd = () => {
      if (announced >= 0 && size !== announced)
        return fail(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
      const text = textOf(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
      if (text === undefined) return fail(new DoorError(400, NO_TEXT));
      end();
      if (body) this.#coming.delete(body);
      done(null, text);
    };
    const onError = (error: Error) => fail(Object.assign(error, { statusCode: 400 }));
    if (body) body.fail = fail;
    request.on('data', onData).on('end', onEnd).on('error', onError);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** False: it may not be held. */
  #hold(body: Body, bytes: number): boolean {
    const { bytesMax } = this.#limits;
    if (this.#heldBytes + bytes > bytesMax) return false;
    if (body.address === undefined && body.heldBytes + bytes > SMALL_BYTES) {
      body.address = this.#addressOf(body.request);
      this.#add(body.address, body.heldBytes);
    }
    if (body.address !== undefined) {
      if ((this.#ofAddress.get(body.address) ?? 0) + bytes > bytesMax / 2) return false;
      this.#add(body.address, bytes);
    }
    body.heldBytes += bytes;
    this.#heldBytes += bytes;
    return true;
  }

  #release(body: Body): void {
    this.#heldBytes -= body.heldBytes;
    if (body.address !== undefined) this.#add(body.address, -body.heldBytes);
    body.heldBytes = 0;
    body.address = undefined;
  }

  #add(address: string, bytes: number): void {
    const sum = (this.#ofAddress.get(address) ?? 0) + bytes;
    if (sum > 0) this.#ofAddress.set(address, sum);
    else this.#ofAddress.delete(address);
  }

  /** Looks are counted and not the time: a node that was busy itself has not looked. */
  #look(): void {
    for (const body of this.#coming) {
      const { complete, destroyed, socket } = body.request;
      if (complete || destroyed) {
        this.#coming.delete(body);
        continue;
      }
      if (socket.bytesRead - body.seenBytes >= BYTES_MIN) {
        body.seenBytes = socket.bytesRead;
        body.looks = 0;
      }
      body.looks += 1;
      if (body.looks <= this.#limits.looksMax) continue;
      this.#coming.delete(body);
      if (body.fail) body.fail(new DoorError(408, 'The body of the call did not come. Send it again.'));
      else socket.destroy();
    }
    if (this.#coming.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** For people in whole MiB, which all limits of routes are. */
const tooLarge = (bytesMax: number): HordeError =>
  new HordeError('BodyTooLarge', {
    message: `The call is larger than the ${Math.floor(bytesMax / 1024 / 1024)} MiB that are taken here. Send less at a time.`,
  });

/** What a call says of the size of its body; NaN: nothing. */
export const announcedBytes = ({ headers }: IncomingMessage): number =>
  headers['content-length'] === undefined ? Number.NaN : Number(headers['content-length']);

export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || announcedBytes(request) > 0;
