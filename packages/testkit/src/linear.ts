import assert from 'node:assert/strict';

// Whether work grows no faster than what is sent. Measured in processor time of this process and compared within one
// run: other programs on the machine slow both sizes down alike.

/**
 * A program that is slow in the square of a text takes far longer than this for a hundred thousand characters. Below it
 * memory, which is got in large steps, counts for more than the text.
 */
const NOTHING_MS = 200;
/** Twice the text is twice the work; four times would be its square. */
const RATIO_MAX = 3;
const TRIES_MAX = 5;
const FIRST_STEP = 50_000;

/** Texts that are slow to clean, to match or to parse, somewhere; each can be made of any length. */
export const ADVERSARIAL_SHAPES: Readonly<Record<string, (length: number) => string>> = {
  letters: repeated('a'),
  spaces: repeated(' '),
  'words of one letter': repeated('a '),
  'letters, then spaces, then neither': length => `${'A'.repeat(length / 2)}${' '.repeat(length / 2 - 1)}!`,
  'brackets that open': repeated('('),
  'weights that do not end': repeated('(a:1.1'),
  'one weight that does not end': length => `(:${'1'.repeat(length - 3)}x`,
  'a tag that does not end': length => `<a ${'a'.repeat(length - 3)}`,
  'a tag with a long word': length => `<a ${'a'.repeat(length - 4)}>`,
  'tags that open': repeated('<b>'),
  'attributes without values': repeated('<a href='),
  quotes: repeated('"\\'),
  'marks out of order': length => `a${'\u0315\u0300'.repeat(length / 2 - 1)}`,
  'joined emoji': repeated('\u{1f468}\u200d'),
  'places of a template': repeated('{p}{'),
  aliases: repeated('a#1::'),
  'letters of many': repeated('\ufdfa'),
  'what is never seen': repeated('\u200b\u0301'),
};

function repeated(piece: string): (length: number) => string {
  return length => piece.repeat(Math.max(1, Math.floor(length / piece.length)));
}

/**
 * Asserts that work on twice as much takes at most about twice the processor time. Work that takes next to
 * no time passes. Sizes grow step by step, so that slow work is found out soon.
 * @param work does it once for a size
 */
export async function assertLinear(
  what: string,
  work: (size: number) => unknown,
  { size }: { size: number },
): Promise<void> {
  for (let step = Math.min(size, FIRST_STEP); step < size; step *= 2) await assertStep(what, work, step);
  await assertStep(what, work, size);
}

async function assertStep(what: string, work: (size: number) => unknown, size: number): Promise<void> {
  const half = Math.floor(size / 2);
  let whole = await processorMs(work, size);
  let part = Number.POSITIVE_INFINITY;
  for (let tries = 1; whole > NOTHING_MS; tries++) {
    part = Math.min(part, await processorMs(work, half));
    if (whole <= RATIO_MAX * part) return;
    assert.ok(tries < TRIES_MAX, `${what}: ${half} take ${part} ms, ${size} take ${whole} ms`);
    whole = Math.min(whole, await processorMs(work, size));
  }
}

async function processorMs(work: (size: number) => unknown, size: number): Promise<number> {
  const before = process.cpuUsage();
  await work(size);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
