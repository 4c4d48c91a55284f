export { DOCUMENTS, type DocumentName, readDocument, toHtml } from './documents.ts';
export { documentRoutes } from './routes.ts';
