import { family } from './entry.ts';

/** Styles and collections. */
export const STYLE_CODES = family({
  StyleNotFound: { status: 404, message: 'There is no such style. Check its id or name.' },
  CollectionNotFound: { status: 404, message: 'There is no such collection. Check its id or name.' },
  'Image styleNotFound': { status: 404, message: 'There is no such image style.' },
  'Text styleNotFound': { status: 404, message: 'There is no such text style.' },
  'Style exampleNotFound': { status: 404, message: 'There is no such example.' },
  StylesAnonForbidden: {
    status: 403,
    message: 'The anonymous account makes no styles. Register and use your own key.',
  },
  StylesRequiresCustomizer: { status: 403, message: 'Styles are made by trusted users and customizers.' },
  StylePromptMissingVars: {
    status: 400,
    message:
      'The prompt of a style needs a place for the words of the user: {p}, and {np} for the negative ones.',
  },
  StyleMismatch: {
    status: 400,
    message: 'Image styles are for image requests, text styles for text requests. Choose the other kind.',
  },
  StyleGetMistmatch: {
    status: 400,
    message: 'This is a style of the other kind. Ask for it under the other address.',
  },
  TooManyStyleExamples: { status: 403, message: 'A style has four examples at most. Remove one first.' },
  ExampleURLAlreadyInUse: { status: 400, message: 'Another example uses this address already.' },
});
