import { forbiddenAddressIn } from '@openhorde/outbound';
import type { GenerationMetadata, PopAnswer } from '@openhorde/sdk';
import { growing } from '../backOff.ts';

/** What a job starts from, as far as it could be had. */
export interface Sources {
  image?: Uint8Array;
  mask?: Uint8Array;
  /** One entry for each picture that could not be had. */
  metadata: GenerationMetadata[];
}

export interface SourceSettings {
  fetch: typeof fetch;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  retryMs: { first: number; longest: number };
}

const TRIES = 5;
const TRY_TIMEOUT_MS = 10_000;
const SIZE_BYTES_MAX = 10_000_000;

type Got = { bytes: Uint8Array } | { failure: 'download_failed' | 'parse_failed' };

/** Loads or decodes source image and mask side by side. Rejects only with the reason of `signal`. */
export async function getSources(
  answer: PopAnswer,
  settings: SourceSettings,
  signal: AbortSignal,
): Promise<Sources> {
  const wanted = [
    ['source_image', answer.source_image],
    ['source_mask', answer.source_mask],
  ] as const;
  const got = await Promise.all(
    wanted.map(([, value]) => (value ? getImage(value, settings, signal) : null)),
  );
  const sources: Sources = { metadata: [] };
  got.forEach((result, i) => {
    const type = wanted[i]?.[0];
    if (!result || !type) return;
    if ('failure' in result) sources.metadata.push({ type, value: result.failure, ref: type });
    else if (type === 'source_image') sources.image = result.bytes;
    else sources.mask = result.bytes;
  });
  return sources;
}

async function getImage(value: string, settings: SourceSettings, signal: AbortSignal): Promise<Got> {
  const bytes = /^https?:\/\//i.test(value) ? await download(value, settings, signal) : decodeBase64(value);
  if (bytes === null) return { failure: 'download_failed' };
  return isImage(bytes) ? { bytes } : { failure: 'parse_failed' };
}

async function download(
  url: string,
  settings: SourceSettings,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  for (let tries = 1; tries <= TRIES; tries++) {
    try {
      return await downloadOnce(
        url,
        settings.fetch,
        AbortSignal.any([signal, AbortSignal.timeout(TRY_TIMEOUT_MS)]),
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof FinalRefusal || forbiddenAddressIn(error)) return null;
    }
    if (tries < TRIES) await settings.sleep(growing(tries, settings.retryMs), signal);
  }
  return null;
}

/** The address will not give the image, however often it is asked. */
class FinalRefusal extends Error {}

async function downloadOnce(url: string, fetcher: typeof fetch, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetcher(url, { signal });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    const final =
      response.status >= 400 && response.status < 500 && ![408, 425, 429].includes(response.status);
    throw final ? new FinalRefusal() : new Error(`status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > SIZE_BYTES_MAX) throw new FinalRefusal();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decodeBase64(text: string): Uint8Array {
  return Buffer.from(text.replace(/^data:[^,]*,/, ''), 'base64');
}

/** First bytes of the formats that engines read, with their place; the engine finds out the rest. */
const SIGNATURES: readonly (readonly [string, number])[] = [
  ['\x89PNG\r\n', 0],
  ['\xff\xd8\xff', 0],
  ['GIF8', 0],
  ['BM', 0],
  ['WEBP', 8],
  // AVIF, HEIF and their relatives.
  ['ftyp', 4],
];

function isImage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return SIGNATURES.some(([signature, at]) => head.startsWith(signature, at));
}
