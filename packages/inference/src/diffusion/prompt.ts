/** A piece of a prompt and how much it counts; 1 is the ordinary weight. */
export interface WeightedText {
  text: string;
  weight: number;
}

/** What a pair of parentheses without a number multiplies by. */
const EMPHASIS = 1.1;
/** No weight is further from 0: beyond it vectors are no longer numbers, and no picture is better for it. */
const WEIGHT_MAX = 1000;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** An opening parenthesis, in the order of the prompt. */
interface Opening {
  /** Place of the piece that follows it. */
  first: number;
  /** What its pair multiplies by; undefined as long as it has no partner. */
  factor?: number;
}

/**
 * Reads the weight syntax that ComfyUI uses: `(word)` counts 1.1 times, `(word:1.3)` 1.3 times, nested ones multiply,
 * `\(` and `\)` are ordinary parentheses. Parentheses without a partner are text. Takes time in proportion to the length
 * of the prompt, whatever is in it: each sign is looked at once, and the end of each piece once more for a number.
 */
export function readWeights(prompt: string): WeightedText[] {
  /** Text between parentheses, and how many pairs end behind it. */
  const pieces: string[] = [''];
  const ends: number[] = [0];
  const openings: Opening[] = [];
  const unpaired: Opening[] = [];
  /** Where the text begins that belongs to the last piece and is not in it yet. */
  let from = 0;
  const takeUpTo = (end: number) => {
    pieces[pieces.length - 1] += prompt.slice(from, end);
    from = end + 1;
  };
  for (let i = 0; i < prompt.length; i++) {
    const sign = prompt[i];
    if (sign === '\\' && (prompt[i + 1] === '(' || prompt[i + 1] === ')')) {
      takeUpTo(i++);
      continue;
    }
    if (sign === '(') {
      takeUpTo(i);
      const opening = { first: pieces.length };
      openings.push(opening);
      unpaired.push(opening);
    } else if (sign === ')' && unpaired.length > 0) {
      takeUpTo(i);
      const last = pieces.length - 1;
      const { text, factor } = numberAtEnd(pieces[last]!);
      unpaired.pop()!.factor = factor;
      pieces[last] = text;
      ends[last]! += 1;
    } else {
      continue;
    }
    pieces.push('');
    ends.push(0);
  }
  takeUpTo(prompt.length);
  return multiplied(pieces, ends, openings);
}

/** `word:1.3` -> `word` and 1.3; without a number the usual emphasis. */
function numberAtEnd(text: string): { text: string; factor: number } {
  const colon = text.lastIndexOf(':');
  const number = colon < 0 ? '' : text.slice(colon + 1).trim();
  if (!NUMBER.test(number)) return { text, factor: EMPHASIS };
  return { text: text.slice(0, colon), factor: bounded(Number(number)) };
}

/** Gives each piece the product of the pairs that it is in; neighbours of one weight become one. */
function multiplied(
  pieces: readonly string[],
  ends: readonly number[],
  openings: readonly Opening[],
): WeightedText[] {
  const result: WeightedText[] = [];
  const weights = [1];
  let next = 0;
  const add = (text: string) => {
    if (text === '') return;
    const weight = weights.at(-1)!;
    const last = result.at(-1);
    if (last?.weight === weight) last.text += text;
    else result.push({ text, weight });
  };
  for (const [i, text] of pieces.entries()) {
    for (; openings[next]?.first === i; next++) {
      const { factor } = openings[next]!;
      if (factor === undefined) add('(');
      else weights.push(bounded(weights.at(-1)! * factor));
    }
    add(text);
    weights.length -= ends[i]!;
  }
  return result;
}

function bounded(weight: number): number {
  return Math.min(WEIGHT_MAX, Math.max(-WEIGHT_MAX, weight));
}
