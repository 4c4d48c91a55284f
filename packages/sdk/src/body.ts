import { HordeNetworkError } from './errors.ts';

/** An ordinary answer; whole lists of a large horde are a tenth of it. */
export const ANSWER_BYTES_MAX = 32 * 1024 ** 2;
/** An answer that may hold all pictures of a request as base64. */
export const PICTURES_BYTES_MAX = 320 * 1024 ** 2;
/** One picture, as lossless as it gets. */
export const PICTURE_BYTES_MAX = 64 * 1024 ** 2;
/** Lists, objects and their entries in one answer: some forty bytes of memory each. */
const VALUES_MAX = 5_000_000;

/**
 * Reads a body to its end, unpacked, but no further than `sizeBytesMax`.
 * @throws HordeNetworkError when there is more, and whatever the stream ends with
 */
export async function readBytes(response: Response, sizeBytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  // A reader, not `for await`: not every browser iterates streams.
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > sizeBytesMax) throw new HordeNetworkError(`The answer has more than ${sizeBytesMax} bytes`);
      chunks.push(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

export async function readText(response: Response, sizeBytesMax: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(response, sizeBytesMax));
}

/**
 * JSON of so many values that they would fill the memory is not even begun: `[[[[…` of 32 MB becomes a gigabyte.
 * @throws SyntaxError, HordeNetworkError
 */
export function parseJson(text: string): unknown {
  if (text.length > VALUES_MAX) {
    let values = 0;
    for (let i = 0; i < text.length; i++) if (startsValue(text.charCodeAt(i))) values++;
    if (values > VALUES_MAX) throw new HordeNetworkError('The answer has too many values');
  }
  return JSON.parse(text);
}

/** `,` `[` `{`: those within texts are counted, too, which does not matter at this size. */
const startsValue = (sign: number): boolean => sign === 0x2c || sign === 0x5b || sign === 0x7b;
