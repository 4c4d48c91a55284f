import { defaulted } from '../define.ts';
import { FEW, flagOr, IMAGE_PROMPT, list, NAME, text } from '../fields.ts';

// What image and text styles have in common.

export const STYLE_NAME = { minLength: 1, maxLength: 100 } as const;

export const STYLE_TAGS = list(
  text('A tag.', { minLength: 1, maxLength: 25 }),
  'Words to find it by, at most 10.',
  FEW,
);
export const STYLE_MODELS = list(
  text('Model name.', { minLength: 1, ...NAME }),
  'The models that it is made for: 1 to 5; one of them serves.',
  FEW,
);

/** @param prompt its default, and how short it may be */
export const styleFields = (prompt: string, promptLengthMin: number, promptHelp: string) => ({
  name: text('Its name, unlike that of every other style of its owner.', STYLE_NAME),
  info: text('What it is good for.', { minLength: 10, maxLength: 1000 }),
  prompt: defaulted(text(promptHelp, { minLength: promptLengthMin, ...IMAGE_PROMPT }), prompt),
  public: flagOr(true, 'It is listed; else only those who know its id or name find it.'),
  nsfw: flagOr(false, 'What it makes may be unsafe for work.'),
});

/** The fields of a change to a style. A field that is left out has no default, whatever the documents say. */
export const changedStyleFields = (promptHelp: string) => ({
  name: text('A new name.', STYLE_NAME),
  info: text('What it is good for.', { minLength: 1, maxLength: 1000 }),
  prompt: text(promptHelp, { minLength: 7, ...IMAGE_PROMPT }),
  public: flagOr(true, 'It is listed.'),
  nsfw: flagOr(false, 'What it makes may be unsafe for work.'),
});
