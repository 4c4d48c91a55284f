import { RE2JS } from 're2js';

/** An expression whose matching takes time linear in the text, whatever the expression is. */
export interface LinearRegex {
  test(text: string): boolean;
  /** Every piece of the text that matches and is not empty, in order. */
  findAll(text: string): string[];
  /** The text with `replacement`, taken literally, in place of each match. */
  replaceAll(text: string, replacement: string): string;
}

/** An expression is malformed or cannot be matched in linear time. The message is for its author. */
export class RegexError extends Error {
  override name = 'RegexError';
}

/** Instructions of the compiled expression: as many as some thousand words make. */
const SIZE_MAX = 20_000;

/**
 * Compiles an expression in the syntax of RE2, that is without looking around and back, which ignores letter case.
 * @throws RegexError
 */
export function compileRegex(expression: string): LinearRegex {
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(expression, RE2JS.CASE_INSENSITIVE | RE2JS.LOOKBEHINDS);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(
      /^error parsing regexp: /,
      '',
    );
    throw new RegexError(`The expression cannot be used: ${reason}. Write it in the syntax of RE2.`);
  }
  if (regex.programSize() > SIZE_MAX) {
    throw new RegexError('The expression is too large. Repeat less in it, or divide it into several.');
  }
  return {
    test: text => regex.test(text),
    findAll(text) {
      const found: string[] = [];
      for (const match of regex.matchAll(text)) if (match[0]) found.push(match[0]);
      return found;
    },
    replaceAll: (text, replacement) => regex.matcher(text).replaceAll(() => replacement),
  };
}

/**
 * Compiles expressions that each compile by themselves into one that matches where any of them does.
 * @returns undefined for none
 */
export function compileUnion(expressions: readonly string[]): LinearRegex | undefined {
  if (expressions.length === 0) return undefined;
  try {
    return compileRegex(unionOf(expressions));
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    // Names of groups that stand in two of them, or too many of them for one.
    return oneAfterAnother(expressions.map(compileRegex));
  }
}

/** One expression for many, as it is shown. */
export const unionOf = (expressions: readonly string[]): string =>
  expressions.length === 1 ? expressions[0]! : expressions.map(expression => `(?:${expression})`).join('|');

const oneAfterAnother = (parts: readonly LinearRegex[]): LinearRegex => ({
  test: text => parts.some(part => part.test(text)),
  findAll: text => parts.flatMap(part => part.findAll(text)),
  replaceAll: (text, replacement) => parts.reduce((left, part) => part.replaceAll(left, replacement), text),
});
