export { type ApplyNeeds, applyStyle } from './apply.ts';
export { Collections } from './collections.ts';
export { stylesOfUsers } from './ofUsers.ts';
export { styleRoutes } from './routes.ts';
export type { Style, StyleKind } from './style.ts';
export type { StyleRules } from './styleRules.ts';
export { Styles } from './styles.ts';
export { countStyleUse, styleUses } from './uses.ts';
