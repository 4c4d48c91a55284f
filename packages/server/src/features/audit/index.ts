export { type AuditPage, readAudit } from './read.ts';
export { type Deed, recordDeed } from './record.ts';
export { auditRoutes } from './routes.ts';
