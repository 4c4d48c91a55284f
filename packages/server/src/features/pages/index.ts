export { type PageRoutesNeeds, pageRoutes } from './routes.ts';
