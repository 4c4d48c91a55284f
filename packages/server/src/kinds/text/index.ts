export { textRoutes } from './routes.ts';
export { textRules } from './rules.ts';
