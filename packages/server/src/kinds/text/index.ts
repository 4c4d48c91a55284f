export { textRoutes } from './routes.ts';
export { type TextKind, type TextRulesNeeds, textRules } from './rules.ts';
