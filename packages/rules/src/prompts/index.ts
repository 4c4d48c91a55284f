export type { Matcher } from './matcher.ts';
export { normalisePrompt, promptParts } from './normalise.ts';
export * from './rewrite.ts';
export * from './suspicion.ts';
