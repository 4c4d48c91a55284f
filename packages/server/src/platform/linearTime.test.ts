import { test } from 'node:test';
import {
  FilterTestInput,
  parseMask,
  parseQuery,
  routes,
  SubmitInputStable,
  settleNul,
  validate,
} from '@openhorde/contract';
import {
  acceptedTextModels,
  billionsOf,
  cutToCodePoints,
  type FilterType,
  imageStylePrompt,
  type Matcher,
  namedId,
  normalisePrompt,
  parseBridgeAgent,
  parseSeed,
  parseStyleName,
  promptSuspicion,
  rewritePrompt,
  textJobKudos,
  textStylePrompt,
  tidyLine,
  tidyLines,
  tryFilters,
} from '@openhorde/rules';
import { ADVERSARIAL_SHAPES, assertLinear } from '@openhorde/testkit';
import { shapeFault } from '../http/jsonShape.ts';
import { cleanName, cleanText, escapeHtml } from './cleanText.ts';
import { createImageDoor } from './images.ts';
import { compileRegex, RegexError } from './linearRegex.ts';
import { isProfane } from './profanity.ts';

// Whatever cleans, matches or parses the words of strangers takes time linear in them, at sizes of which the square is
// hours. What the same words go through over HTTP stands in testkit (badInput/linear.test.ts).

const filter = (regex: string): Matcher => compileRegex(regex);
const FILTERS = new Map<FilterType, Matcher>([
  [10, filter('\\b(young|small)\\w*\\b|\\bkid.?s?\\b')],
  [11, filter('child.*play|a+b')],
  [20, filter('(nak|nud)ed?.{0,20}pic|(x+x+)+y')],
]);
const REPLACEMENTS = [{ matcher: filter('\\bsmall\\b'), replacement: 'large' }];
const images = createImageDoor();

/** What sees texts of megabytes. */
const OF_LONG_TEXTS: Readonly<Record<string, (text: string) => unknown>> = {
  tidyLine,
  tidyLines,
  cleanName,
  cleanText,
  escapeHtml,
  normalisePrompt,
  shapeFault,
  shapeFaultOfText: text => shapeFault(JSON.stringify([text])),
  cutToCodePoints: text => cutToCodePoints(text, text.length - 1),
  textJobKudos: text =>
    textJobKudos({
      promptLength: text.length,
      text,
      maxLength: 80,
      billions: 7,
      backendValidated: true,
      ownerTrusted: true,
    }),
  imageStylePrompt: text => imageStylePrompt('{p}###{np}', text),
  imageStyleTemplate: text => imageStylePrompt(text, 'x'),
  textStyleTemplate: text => textStylePrompt(text, 'x'),
  validate: text => validate(SubmitInputStable, { id: 'x', seed: 1, generation: text }),
  validateTooLong: text => validate(FilterTestInput, { prompt: text.repeat(2) }),
  settleNul: text => settleNul(SubmitInputStable, { id: 'x', seed: 1, generation: `\0${text}` }),
  decodeBase64: text => tried(() => images.from({ accountId: 1, ip: '192.0.2.1' }).decodeBase64(text)),
};

/** What sees prompts, of a hundred thousand characters at most, through expressions of moderators. */
const OF_PROMPTS: Readonly<Record<string, (text: string) => unknown>> = {
  promptSuspicion: text => promptSuspicion(text, FILTERS),
  tryFilters: text => tryFilters(text, FILTERS),
};

/** What sees names, agents and other texts that a schema keeps short, and is tried beyond that. */
const OF_SHORT_TEXTS: Readonly<Record<string, (text: string) => unknown>> = {
  rewritePrompt: text => rewritePrompt(text, REPLACEMENTS, 'young'),
  isProfane,
  parseStyleName,
  namedId,
  parseBridgeAgent,
  billionsOf: text => billionsOf(text, new Map()),
  acceptedTextModels: text => acceptedTextModels([text], 1),
  parseMask: text => tried(() => parseMask(text)),
  parseQuery: text => tried(() => parseQuery(routes.auditLog.query, { actor: text, before: text })),
};

const LENGTHS = [
  [OF_LONG_TEXTS, 1_000_000],
  [OF_PROMPTS, 100_000],
  [OF_SHORT_TEXTS, 10_000],
] as const;

/** A refusal is an answer. */
function tried(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}

for (const [functions, size] of LENGTHS) {
  for (const [name, read] of Object.entries(functions)) {
    test(`${name} reads ${size} characters in linear time`, async () => {
      for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
        await assertLinear(`${name} of ${shape}`, length => read(make(length)), { size });
      }
    });
  }
}

test('a seed of any digits or letters is read in linear time, as far as a seed may go', async () => {
  for (const letter of ['9', 'z']) {
    await assertLinear(`a seed of ${letter}`, length => parseSeed(letter.repeat(length)), { size: 1024 });
  }
});

test('a picture of 20 MiB is decoded, and one with a hole is refused, without a stack of its size', async () => {
  const read = (tail: string) => (length: number) =>
    tried(() =>
      images
        .from({ accountId: 1, ip: '192.0.2.1' })
        .decodeBase64(`data:image/png;base64,${'A'.repeat(length)}${tail}`),
    );
  for (const tail of ['', '!', '\n \n', `${' '.repeat(1000)}=`])
    await assertLinear('base64', read(tail), { size: 28_000_000 });
});

test('the worst expressions of moderators are compiled and matched in time linear in the text', async () => {
  const worst = ['(a+)+$', '(a|a)*b', '(a*)*c', '(?:a?){60}a{60}!', '(.*)(.*)(.*)(.*)x', '(?i)[a-z]*$'];
  for (const expression of worst) {
    const regex = compileRegex(expression);
    await assertLinear(expression, length => regex.test(`${'a'.repeat(length)}!`), { size: 20_000 });
  }
  for (const [shape, make] of Object.entries(ADVERSARIAL_SHAPES)) {
    const compile = (length: number) => {
      try {
        compileRegex(make(length));
      } catch (error) {
        if (!(error instanceof RegexError)) throw error;
      }
    };
    await assertLinear(`an expression of ${shape}`, compile, { size: 5000 });
  }
});
