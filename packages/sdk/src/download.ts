import { ANSWER_BYTES_MAX, PICTURE_BYTES_MAX, readBytes, readText } from './body.ts';
import { HordeNetworkError, refusalOf } from './errors.ts';
import type { CallOptions, Http } from './http.ts';

/**
 * The encoded image of a generation. `img` is an address or the image as base64, whichever the horde chose, whatever
 * the request asked for. @throws HordeApiError (an address that has expired: ask for the status again), HordeNetworkError
 */
export async function downloadImage(
  http: Http,
  generation: { img: string },
  options: CallOptions = {},
): Promise<Uint8Array> {
  const { img } = generation;
  if (!/^https?:\/\//i.test(img)) return decodeBase64(img);
  // No headers of ours: the address leads to an object store, which would ask the browser's preflight about them.
  const response = await http.request(
    img,
    {},
    { signal: options.signal, timeoutMs: options.timeoutMs ?? 60_000 },
  );
  if (!response.ok) {
    throw refusalOf(
      response.status,
      await readText(response, ANSWER_BYTES_MAX).catch(() => ''),
      response.headers,
      http.world.now(),
    );
  }
  try {
    return await readBytes(response, PICTURE_BYTES_MAX);
  } catch (cause) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (cause instanceof HordeNetworkError) throw cause;
    throw new HordeNetworkError('The image broke off while loading', { cause });
  }
}

/** @throws HordeNetworkError when the text is no base64. */
function decodeBase64(text: string): Uint8Array {
  const bare = text.replace(/^data:[^,]*,/, '').replace(/\s+/g, '');
  try {
    return Uint8Array.from(atob(bare), letter => letter.charCodeAt(0));
  } catch (cause) {
    throw new HordeNetworkError('The horde answered neither an address nor an image', { cause });
  }
}
