import type { DiffusionModel } from './model.ts';
import { readWeights } from './prompt.ts';
import { floatsOf, inputOf, numberTensor } from './tensor.ts';

/** Text vectors of one prompt: `values` [tokens, width]. */
export interface EncodedText {
  values: Float32Array;
  tokens: number;
  width: number;
}

/** Longer prompts are cut: more than this many encoder lengths do not make a better picture, only a slower one. */
const CHUNKS_MAX = 8;
/** Text beyond this lies past the last chunk in any language, so it is not tokenised: tokens cost time. */
const PROMPT_LENGTH_MAX = 20_000;

interface Chunk {
  ids: number[];
  weights: number[];
}

/**
 * Encodes prompts for one U-Net call: all come out with the same number of tokens. A prompt longer than the text encoder
 * takes is encoded in pieces that follow one another; weights move a token's vector away from that of an empty prompt,
 * as ComfyUI does it.
 */
export async function encodePrompts(
  model: DiffusionModel,
  prompts: readonly string[],
): Promise<EncodedText[]> {
  const chunked = prompts.map(prompt => chunksOf(model, prompt));
  const length = Math.max(...chunked.map(chunks => chunks.length));
  const empty = emptyChunk(model);
  const plain = chunked.every(chunks => chunks.every(({ weights }) => weights.every(weight => weight === 1)));
  const nothing = plain ? undefined : await encodeChunk(model, empty);
  const encoded: EncodedText[] = [];
  for (const chunks of chunked) {
    const padded = [...chunks, ...Array<Chunk>(length - chunks.length).fill(empty)];
    const parts: Float32Array[] = [];
    let width = 0;
    for (const chunk of padded) {
      const part = await encodeChunk(model, chunk);
      width = part.length / chunk.ids.length;
      if (nothing) applyWeights(part, nothing, chunk.weights, width);
      parts.push(part);
    }
    encoded.push({ values: concatenated(parts), tokens: length * empty.ids.length, width });
  }
  return encoded;
}

/** Start, as many tokens as fit, end, padding; at least one chunk. */
function chunksOf({ tokenizer, config }: DiffusionModel, prompt: string): Chunk[] {
  const tokens = readWeights(prompt.slice(0, PROMPT_LENGTH_MAX)).flatMap(({ text, weight }) =>
    tokenizer.encode(text).map(id => ({ id, weight })),
  );
  const room = config.textTokens - 2;
  const chunks: Chunk[] = [];
  for (let at = 0; chunks.length === 0 || (at < tokens.length && chunks.length < CHUNKS_MAX); at += room) {
    const part = tokens.slice(at, at + room);
    const padding = Array<number>(room - part.length).fill(tokenizer.padding);
    chunks.push({
      ids: [tokenizer.start, ...part.map(({ id }) => id), tokenizer.end, ...padding],
      weights: [1, ...part.map(({ weight }) => weight), 1, ...padding.map(() => 1)],
    });
  }
  return chunks;
}

function emptyChunk(model: DiffusionModel): Chunk {
  return chunksOf(model, '')[0]!;
}

/** -> [tokens, width]. One prompt at a time, so that its vectors never depend on what it is encoded with. */
async function encodeChunk({ textEncoder }: DiffusionModel, { ids }: Chunk): Promise<Float32Array> {
  const name = textEncoder.inputNames[0]!;
  const type = inputOf(textEncoder, name)?.type ?? 'int64';
  const output = await textEncoder.run({ [name]: numberTensor(type, ids, [1, ids.length]) });
  const hidden = output.last_hidden_state ?? output[textEncoder.outputNames[0]!]!;
  return floatsOf(hidden).slice();
}

function applyWeights(
  values: Float32Array,
  nothing: Float32Array,
  weights: readonly number[],
  width: number,
): void {
  for (const [token, weight] of weights.entries()) {
    if (weight === 1) continue;
    for (let i = token * width; i < (token + 1) * width; i++)
      values[i] = (values[i]! - nothing[i]!) * weight + nothing[i]!;
  }
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
