export { DOCUMENTS, type DocumentName, readDocument, toHtml } from './documents.ts';
export { readNews } from './news.ts';
export { documentRoutes } from './routes.ts';
