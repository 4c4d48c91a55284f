export { tendResults } from './results.ts';
export { alchemyRoutes } from './routes.ts';
export { type AlchemyKind, alchemyRules } from './rules.ts';
