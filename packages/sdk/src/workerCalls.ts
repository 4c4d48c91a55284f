import { ANSWER_BYTES_MAX, readText } from './body.ts';
import { HordeApiError, HordeNetworkError, refusalOf } from './errors.ts';
import type { CallOptions, Http } from './http.ts';
import { imagePop, imageSubmit, jobProgress } from './routes.ts';
import type { PopAnswer, PopInput, SubmitInput } from './types.ts';

export interface Popped {
  /** As an honest horde says it: nothing has looked whether it is so. */
  answer: PopAnswer;
  /** The server held the pop until a job came or the time was over: ask again at once. */
  waited: boolean;
}

/** After the server said that it knows no progress reports, it is asked again only after this time. */
const PROGRESS_ABSENT_MS = 10 * 60_000;
const UPLOAD_TIMEOUT_MS = 60_000;

/**
 * What a worker says to the horde. Pops and submits are single tries: a worker has its own rhythm and, for submits,
 * its own memory of what is still to be delivered.
 */
export function createWorkerCalls(http: Http) {
  let progressAbsentUntil = 0;

  return {
    /** @param options.waitSeconds how long the server may hold the pop (at most 30); hordes that cannot answer at once. */
    pop: async (input: PopInput, options: CallOptions & { waitSeconds?: number } = {}): Promise<Popped> => {
      const { waitSeconds, ...rest } = options;
      const { body, waited } = await http.call<PopAnswer>(
        { endpoint: imagePop, body: input, waitSeconds },
        { retries: 0, ...rest },
      );
      return { answer: body, waited };
    },

    /** Hands a result in; answers the kudos earned, 0 when the horde does not say. */
    submit: async (input: SubmitInput, options: CallOptions = {}): Promise<number> => {
      const { body } = await http.call<{ reward?: unknown } | null>(
        { endpoint: imageSubmit, body: input },
        { retries: 0, ...options },
      );
      return typeof body?.reward === 'number' ? body.reward : 0;
    },

    /**
     * Tells how far the engine is, and learns whether the requester still wants the job.
     * Null where the horde knows no such reports.
     */
    progress: async (
      report: { id: string; step: number; steps: number; stage?: string },
      options: CallOptions = {},
    ): Promise<{ cancelled: boolean } | null> => {
      if (http.world.now() < progressAbsentUntil) return null;
      try {
        const { body } = await http.call<{ cancelled?: unknown } | null>(
          { endpoint: jobProgress, body: report },
          { retries: 0, timeoutMs: 10_000, ...options },
        );
        return { cancelled: body?.cancelled === true };
      } catch (error) {
        if (!isUnknownRoute(error)) throw error;
        progressAbsentUntil = http.world.now() + PROGRESS_ABSENT_MS;
        return null;
      }
    },

    /**
     * Puts an image to a presigned address, which is used verbatim and without a Content-Type (it is part of the
     * signature on some stores). A redirect is not followed: some of them turn the PUT into a GET, whose success would
     * be taken for the upload's. @throws HordeApiError with the store's status, HordeNetworkError
     */
    upload: async (url: string, image: Uint8Array, options: CallOptions = {}): Promise<void> => {
      const response = await http.request(
        url,
        { method: 'PUT', body: image as Uint8Array<ArrayBuffer>, redirect: 'manual' },
        { signal: options.signal, timeoutMs: options.timeoutMs ?? UPLOAD_TIMEOUT_MS },
      );
      const text = await readText(response, ANSWER_BYTES_MAX).catch(() => '');
      if (!response.ok) throw refusalOf(response.status, text, response.headers, http.world.now());
    },
  };
}

/** A path that the server does not have, as opposed to a thing that it does not know: those carry a return code. */
export function isUnknownRoute(error: unknown): boolean {
  if (error instanceof HordeNetworkError) return false;
  return error instanceof HordeApiError && error.rc === null && [404, 405, 410, 501].includes(error.status);
}
