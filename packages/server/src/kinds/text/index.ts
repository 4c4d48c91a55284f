export { textRoutes } from './routes.ts';
export { textRules } from './rules.ts';
export { textStyleRules } from './style.ts';
