import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Matcher, Replacement } from '@openhorde/rules';
import { compileRegex, compileUnion, RegexError } from '../../../platform/linearRegex.ts';

/** What the operator has laid down for prompts, beside the filters of the moderators. */
export interface PromptRules {
  /** What a prompt for an unsafe model must not be about; it is rewritten then. Absent: nothing. */
  nsfwModels: Matcher | undefined;
  /** What rewriting puts in the place of what. */
  substitutions: readonly Replacement[];
  /** What no rewritten picture should show. */
  negative: string;
}

const SAMPLE = path.join(import.meta.dirname, 'promptRules.sample.json');

/**
 * Reads the rules.
 * @param file absent: the shipped sample
 * @throws Error, a sentence for the operator
 */
export async function readPromptRules(file = SAMPLE): Promise<PromptRules> {
  try {
    return parsePromptRules(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The rules for prompts in ${file} cannot be used: ${reason}`, { cause: error });
  }
}

/** @throws Error that says what is wrong */
export function parsePromptRules(content: unknown): PromptRules {
  const { nsfwModels = [], substitutions = [], negative = '' } = objectOf(content, 'the file');
  const expressions = listOf(nsfwModels, 'nsfwModels').map(entry => textOf(entry, 'each of nsfwModels'));
  for (const expression of expressions) compiled(expression);
  return {
    nsfwModels: compileUnion(expressions),
    substitutions: listOf(substitutions, 'substitutions').map(substitutionOf),
    negative: textOf(negative, 'negative'),
  };
}

function substitutionOf(entry: unknown): Replacement {
  const { regex, replacement = '', onlyModel } = objectOf(entry, 'each of substitutions');
  return {
    matcher: compiled(textOf(regex, 'the regex of a substitution')),
    replacement: textOf(replacement, 'the replacement of a substitution'),
    ...(onlyModel !== undefined && { onlyModel: textOf(onlyModel, 'the onlyModel of a substitution') }),
  };
}

function compiled(expression: string): Matcher {
  try {
    return compileRegex(expression);
  } catch (error) {
    if (error instanceof RegexError) throw new Error(`${JSON.stringify(expression)}: ${error.message}`);
    throw error;
  }
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error(`${what} must be an object`);
}

function listOf(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${what} must be a list`);
}

function textOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${what} must be a text`);
}
