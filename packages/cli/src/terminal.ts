/** What commands print: steps with a tick, one line that is written over, sentences for errors. */

const isTerminal = process.stdout.isTTY === true;
const colour = (code: number) => (text: string) =>
  isTerminal && process.env.NO_COLOR === undefined ? `\x1b[${code}m${text}\x1b[0m` : text;

export const bold = colour(1);
export const dim = colour(2);
export const green = colour(32);
export const red = colour(31);

/** Where commands print; tests listen here. */
export const output = { write: (text: string): unknown => process.stdout.write(text) };

let lineIsOpen = false;

/** A line of its own; a progress line that stands there is finished first. */
export function say(text = ''): void {
  clearProgress();
  output.write(`${text}\n`);
}

/** What was found, for people or, with `--json`, for programs. */
export function show(found: unknown, { json = false }: { json?: boolean }, forPeople: () => string): void {
  say(json ? JSON.stringify(found, null, 2) : forPeople());
}

/** Writes over the last progress line; on a pipe nothing is printed. */
export function progress(text: string): void {
  if (!isTerminal) return;
  const width = (process.stdout.columns ?? 80) - 1;
  process.stdout.write(`\r\x1b[2K${text.slice(0, width)}`);
  lineIsOpen = true;
}

export function clearProgress(): void {
  if (lineIsOpen) process.stdout.write('\r\x1b[2K');
  lineIsOpen = false;
}

/** `████████░░░░` for a share from 0 to 1. */
export function bar(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return green('█'.repeat(full)) + dim('░'.repeat(width - full));
}

/** Runs a step of a start and prints it with its time. */
export async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  progress(`  … ${text}`);
  const value = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  say(`  ${green('✓')} ${text} ${dim(`${seconds.toFixed(1)} s`)}`);
  return value;
}

/** An error that the person at the terminal can do something about: printed as a sentence, without a stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}

/** A table with aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
