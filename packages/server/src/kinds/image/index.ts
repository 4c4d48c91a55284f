export type { ImageKind } from './kind.ts';
export { imageRoutes } from './routes.ts';
export { type ImageRulesNeeds, imageRules } from './rules.ts';
export { imageStyleRules } from './style.ts';
export { resultKey } from './template.ts';
