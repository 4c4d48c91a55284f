export { FIRST_ADMIN_PATH, firstAdminRoutes } from './firstAdminRoutes.ts';
export { publicPageRoutes } from './publicPages.ts';
export { type PageRoutesNeeds, pageRoutes } from './routes.ts';
export { serviceFacts } from './serviceFacts.ts';
export { signInRoutes } from './signInRoutes.ts';
export { transferPageRoutes } from './transferRoutes.ts';
