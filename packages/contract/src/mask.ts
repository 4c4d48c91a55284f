/** A field mask: the keys to keep; `rest` keeps those that are not named, too. */
export interface Mask {
  readonly rest: boolean;
  readonly keys: ReadonlyMap<string, Mask | undefined>;
}

/** An `X-Fields` header that cannot be read. */
export class MaskError extends Error {
  override readonly name = 'MaskError';
  constructor(reason: string) {
    super(`Mask parse error: ${reason}`);
  }
}

const DEPTH_MAX = 16;
/** Of a header: every field of the longest answer has room. */
export const MASK_LENGTH_MAX = 4096;
const TOKEN = /\s*([{},]|[\w:*-]+)\s*/y;

/** Clients send the same few masks over and over. */
const parsed = new Map<string, Mask>();
const PARSED_MAX = 500;

/**
 * Reads an `X-Fields` header: names with commas between them, braces for what is inside, `*` for all others:
 * `id,generations{img,seed},*`. Outer braces around the whole may be there.
 */
export function parseMask(header: string): Mask {
  const known = parsed.get(header);
  if (known) return known;
  if (header.length > MASK_LENGTH_MAX) throw new MaskError(`more than ${MASK_LENGTH_MAX} characters`);
  const tokens = tokenize(header);
  const wrapped = tokens[0] === '{' && tokens.at(-1) === '}';
  const reader = { tokens: wrapped ? tokens.slice(1, -1) : tokens, at: 0 };
  const mask = readKeys(reader, 0);
  if (parsed.size >= PARSED_MAX) parsed.clear();
  parsed.set(header, mask);
  return mask;
}

function tokenize(header: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < header.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(header);
    if (!match) throw new MaskError(`unexpected character at ${at}`);
    tokens.push(match[1]!);
  }
  return tokens;
}

function readKeys(reader: { tokens: string[]; at: number }, depth: number): Mask {
  if (depth > DEPTH_MAX) throw new MaskError('too many braces inside one another');
  const keys = new Map<string, Mask | undefined>();
  let rest = false;
  for (;;) {
    const key = reader.tokens[reader.at++];
    if (key === undefined)
      throw new MaskError(depth > 0 ? 'a closing brace is missing' : 'a name is missing at the end');
    if (key === '{' || key === '}' || key === ',') throw new MaskError(`a name is expected before '${key}'`);
    let inner: Mask | undefined;
    if (reader.tokens[reader.at] === '{') {
      reader.at++;
      inner = readKeys(reader, depth + 1);
    }
    if (key === '*') rest = true;
    else keys.set(key, inner);
    const next = reader.tokens[reader.at++];
    if (next === ',') continue;
    if (next === '}' && depth > 0) return { rest, keys };
    if (next === undefined && depth === 0) return { rest, keys };
    if (next === undefined) throw new MaskError('a closing brace is missing');
    throw new MaskError(`unexpected '${next}'`);
  }
}

/** What a mask leaves of an answer. Keys that it does not name vanish; lists are masked entry by entry. */
export function applyMask(mask: Mask, value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => applyMask(mask, item));
  if (typeof value !== 'object' || value === null) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (mask.keys.has(key)) {
      const innerMask = mask.keys.get(key);
      kept[key] = innerMask ? applyMask(innerMask, inner) : inner;
    } else if (mask.rest) kept[key] = inner;
  }
  return kept;
}
