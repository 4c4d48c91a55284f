import { downloadImage } from './download.ts';
import { type CallOptions, createHttp } from './http.ts';
import { createRequesterCalls } from './requesterCalls.ts';
import type { AcceptedRequest, ImageRequest, RequestResult } from './types.ts';
import { createWaiting, type WaitForOptions } from './watch.ts';
import { createWorkerCalls } from './workerCalls.ts';
import { realWorld, type SdkWorld } from './world.ts';

export interface ClientSettings {
  /** Where the horde is: `https://aihorde.net`, with or without `/api`. */
  url: string;
  /** `0000000000`, the anonymous key, by default. */
  apikey?: string | undefined;
  /** Who is calling, as `name:version:contact`. */
  agent?: string | undefined;
  /** Another `fetch`, for proxies and tests. */
  fetch?: typeof fetch | undefined;
  /** Another clock, for tests. */
  world?: Partial<SdkWorld> | undefined;
}

export interface GenerateOptions extends WaitForOptions {
  /** Told as soon as the request is accepted: keep the id to be able to resume with `waitFor`. */
  onAccepted?: ((accepted: AcceptedRequest) => void) | undefined;
}

export type HordeClient = ReturnType<typeof createClient>;

/**
 * A client for one horde. @throws TypeError when the address or the key cannot be right
 */
export function createClient(settings: ClientSettings) {
  const world: SdkWorld = {
    ...realWorld,
    ...settings.world,
    ...(settings.fetch && { fetch: settings.fetch }),
  };
  const agent = settings.agent ?? 'openhorde-sdk:0.1:unknown';
  const http = createHttp({ url: settings.url, apikey: settings.apikey, agent, world });
  const requester = createRequesterCalls(http);
  const waiting = createWaiting(http, requester, { events: true, prefer: mayPrefer(http.origin) });

  /**
   * Asks for images and waits for them. Aborting `signal` takes the request back.
   * The horde giving up is a result too: look at `faulted`.
   */
  async function generate(input: ImageRequest, options: GenerateOptions = {}): Promise<RequestResult> {
    const accepted = await requester.generateAsync(input, { signal: options.signal });
    try {
      options.onAccepted?.(accepted);
      return await waiting.waitFor(accepted.id, options);
    } catch (error) {
      if (options.signal?.aborted) await requester.cancel(accepted.id, { timeoutMs: 10_000 }).catch(() => {});
      throw error;
    }
  }

  return {
    /** Origin of the horde, without `/api`. */
    origin: http.origin,
    ...requester,
    ...waiting,
    ...createWorkerCalls(http),
    generate,
    /** The encoded image of a generation, from its address or its base64. */
    download: (generation: { img: string }, options?: CallOptions) =>
      downloadImage(http, generation, options),
  };
}

/** Outside of browsers, and in pages of the horde itself, any header may be sent. */
function mayPrefer(origin: string): boolean {
  const page = (globalThis as { location?: { origin?: string } }).location;
  return page?.origin === undefined || page.origin === new URL(origin).origin;
}
