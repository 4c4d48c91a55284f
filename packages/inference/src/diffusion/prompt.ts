/** A piece of a prompt and how much it counts; 1 is the ordinary weight. */
export interface WeightedText {
  text: string;
  weight: number;
}

/** What a pair of parentheses without a number multiplies by. */
const EMPHASIS = 1.1;
const NUMBER_AT_END = /^(.*):\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/s;

/**
 * Reads the weight syntax that ComfyUI uses: `(word)` counts 1.1 times, `(word:1.3)` 1.3 times, nested ones multiply,
 * `\(` and `\)` are ordinary parentheses. Parentheses without a partner are text.
 */
export function readWeights(prompt: string): WeightedText[] {
  const open: WeightedText[][] = [];
  let pieces: WeightedText[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push({ text, weight: 1 });
    text = '';
  };
  for (let i = 0; i < prompt.length; i++) {
    const sign = prompt[i]!;
    if (sign === '\\' && (prompt[i + 1] === '(' || prompt[i + 1] === ')')) {
      text += prompt[++i];
    } else if (sign === '(') {
      flush();
      open.push(pieces);
      pieces = [];
    } else if (sign === ')' && open.length > 0) {
      flush();
      pieces = [...open.pop()!, ...weighted(pieces)];
    } else {
      text += sign;
    }
  }
  flush();
  while (open.length > 0) pieces = [...open.pop()!, { text: '(', weight: 1 }, ...pieces];
  return joined(pieces);
}

/** The content of one pair of parentheses, multiplied by the number at its end or by the usual emphasis. */
function weighted(pieces: WeightedText[]): WeightedText[] {
  const last = pieces.at(-1);
  const match = last && last.weight === 1 ? NUMBER_AT_END.exec(last.text) : null;
  if (!last || !match) return pieces.map(piece => ({ ...piece, weight: piece.weight * EMPHASIS }));
  const factor = Number(match[2]);
  const inner = [...pieces.slice(0, -1), { text: match[1]!, weight: 1 }];
  return inner.map(piece => ({ ...piece, weight: piece.weight * factor }));
}

function joined(pieces: WeightedText[]): WeightedText[] {
  const result: WeightedText[] = [];
  for (const { text, weight } of pieces) {
    if (text === '') continue;
    const last = result.at(-1);
    if (last?.weight === weight) last.text += text;
    else result.push({ text, weight });
  }
  return result;
}
