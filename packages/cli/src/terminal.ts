/** What commands print: steps with a tick, one line that is written over, sentences for errors. */
import { columnsOf, cutToColumns, escaped, escapedJson } from './escape.ts';

const ESC = '\x1b';
const isTerminal = process.stdout.isTTY === true;

/** Text that may go to the terminal as it is: lines and styles of ours, with everything else escaped. */
export class Shown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A plain text is escaped when it is printed, line breaks included. */
export type Text = string | Shown;

const safe = (text: unknown): string => (text instanceof Shown ? text.text : escaped(String(text)));

/** Puts styled parts and plain ones together: the template is ours and stays, the values put into it are escaped. */
export function styled(parts: TemplateStringsArray, ...values: unknown[]): Shown {
  return new Shown(parts.map((part, i) => (i === 0 ? part : safe(values[i - 1]) + part)).join(''));
}

export const lines = (...all: readonly Text[]): Shown => new Shown(all.map(safe).join('\n'));

const colour = (code: number) => (text: Text) =>
  isTerminal && process.env.NO_COLOR === undefined
    ? new Shown(`${ESC}[${code}m${safe(text)}${ESC}[0m`)
    : new Shown(safe(text));

export const bold = colour(1);
export const dim = colour(2);
export const green = colour(32);
export const red = colour(31);

/** Where commands print; tests listen here. */
export const output = {
  write: (text: string): unknown => process.stdout.write(text),
  complain: (text: string): unknown => process.stderr.write(text),
};

let lineIsOpen = false;

/** A line of its own; a progress line that stands there is finished first. */
export function say(text: Text = ''): void {
  clearProgress();
  output.write(`${safe(text)}\n`);
}

/** What was found, for people or, with `--json`, for programs. */
export function show(found: unknown, { json = false }: { json?: boolean }, forPeople: () => Text): void {
  say(json ? new Shown(escapedJson(found)) : forPeople());
}

/** Writes over the last progress line; on a pipe nothing is printed. */
export function progress(text: Text): void {
  if (!isTerminal) return;
  const width = (process.stdout.columns ?? 80) - 1;
  process.stdout.write(`\r${ESC}[2K${fitted(safe(text), width)}`);
  lineIsOpen = true;
}

const STYLE = new RegExp(`(${ESC}\\[\\d+m)`);

/** Cuts what is seen; styles take no room and are all kept. */
function fitted(text: string, width: number): string {
  let left = width;
  return text
    .split(STYLE)
    .map((part, i) => {
      if (i % 2 === 1) return part;
      const cut = cutToColumns(part, left);
      left -= columnsOf(cut);
      return cut;
    })
    .join('');
}

export function clearProgress(): void {
  if (lineIsOpen) process.stdout.write(`\r${ESC}[2K`);
  lineIsOpen = false;
}

/** `████████░░░░` for a share from 0 to 1. */
export function bar(share: number, width = 24): Shown {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return styled`${green('█'.repeat(full))}${dim('░'.repeat(width - full))}`;
}

/** Runs a step of a start and prints it with its time. */
export async function step<T>(text: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  progress(`  … ${text}`);
  const value = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  say(styled`  ${green('✓')} ${text} ${dim(`${seconds.toFixed(1)} s`)}`);
  return value;
}

/** An error that the person at the terminal can do something about: printed as sentences, without a stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
  readonly problems: readonly string[];
  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Prints sentences in red, each on a line of its own. */
export function complain(problems: readonly string[]): void {
  clearProgress();
  for (const problem of problems) output.complain(`${red(problem).text}\n`);
}

/** A table with aligned columns. */
export function table(rows: readonly (readonly string[])[]): Shown {
  const cells = rows.map(row => row.map(cell => escaped(String(cell))));
  const count = Math.max(0, ...cells.map(row => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(...cells.map(row => columnsOf(row[i] ?? ''))),
  );
  const padded = (cell: string, i: number) => cell + ' '.repeat(widths[i]! - columnsOf(cell));
  return new Shown(cells.map(row => row.map(padded).join('  ').trimEnd()).join('\n'));
}
