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

/** A piece with what opens before it and what closes after it. */
interface Piece {
  text: string;
  opens: Group[];
  closes: number;
}

interface Group {
  /** Place of its first piece; its opening sign stands in that piece's text until it has a partner. */
  first: number;
  factor: number;
}

/**
 * Reads the weight syntax that ComfyUI uses: `(word)` counts 1.1 times, `(word:1.3)` 1.3 times, nested ones multiply,
 * `\(` and `\)` are ordinary parentheses. Parentheses without a partner are text. Takes time in proportion to the length
 * of the prompt, whatever is in it: each sign is looked at once, and each piece once more for the number at its end.
 */
export function readWeights(prompt: string): WeightedText[] {
  const pieces: Piece[] = [piece('')];
  const open: Group[] = [];
  for (let i = 0; i < prompt.length; i++) {
    const sign = prompt[i]!;
    if (sign === '\\' && (prompt[i + 1] === '(' || prompt[i + 1] === ')')) {
      pieces.at(-1)!.text += prompt[++i];
    } else if (sign === '(') {
      open.push({ first: pieces.length, factor: EMPHASIS });
      pieces.push(piece(''));
    } else if (sign === ')' && open.length > 0) {
      close(open.pop()!, pieces);
      pieces.push(piece(''));
    } else {
      pieces.at(-1)!.text += sign;
    }
  }
  for (const { first } of open) pieces[first]!.text = `(${pieces[first]!.text}`;
  return multiplied(pieces);
}

const piece = (text: string): Piece => ({ text, opens: [], closes: 0 });

/** A group ends after the last piece: it multiplies by the number at its end, or by the usual emphasis. */
function close(group: Group, pieces: Piece[]): void {
  const last = pieces.at(-1)!;
  const colon = last.text.lastIndexOf(':');
  const number = colon < 0 ? '' : last.text.slice(colon + 1).trim();
  if (NUMBER.test(number)) {
    group.factor = bounded(Number(number));
    last.text = last.text.slice(0, colon);
  }
  // Outer groups are closed later, and come first.
  pieces[group.first]!.opens.push(group);
  last.closes += 1;
}

/** Gives each piece the product of the groups that it is in; neighbours of one weight become one. */
function multiplied(pieces: readonly Piece[]): WeightedText[] {
  const result: WeightedText[] = [];
  const weights = [1];
  for (const { text, opens, closes } of pieces) {
    for (const { factor } of opens.reverse()) weights.push(bounded(weights.at(-1)! * factor));
    const weight = weights.at(-1)!;
    weights.length -= closes;
    if (text === '') continue;
    const last = result.at(-1);
    if (last?.weight === weight) last.text += text;
    else result.push({ text, weight });
  }
  return result;
}

function bounded(weight: number): number {
  return Math.min(WEIGHT_MAX, Math.max(-WEIGHT_MAX, weight));
}
