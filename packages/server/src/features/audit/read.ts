import { type AuditEntry, type Output, rfc822 } from '@openhorde/contract';
import { aliasOf } from '@openhorde/rules';
import { type Executor, statement } from '../../platform/db.ts';

const ENTRIES_MAX = 100;

interface Row {
  id: number;
  created_at: Date;
  actor_id: number | null;
  username: string | null;
  action: string;
  subject: string | null;
  detail: Record<string, unknown>;
}

// A deed of a family begins with its name and a point.
const READ = statement<Row>(
  'audit-read',
  `SELECT a.id, a.created_at, a.actor_id, u.username, a.action, a.subject, a.detail
   FROM audit a LEFT JOIN users u ON u.id = a.actor_id
   WHERE ($1::bigint IS NULL OR a.id < $1) AND ($2::int IS NULL OR a.actor_id = $2)
     AND ($3::text IS NULL OR a.action = $3 OR starts_with(a.action, $3 || '.'))
     AND ($4::text IS NULL OR a.subject = $4)
   ORDER BY a.id DESC LIMIT $5`,
);

/** Which entries, the latest first. */
export interface AuditPage {
  /** Only those before this one. */
  before?: number | undefined;
  actorId?: number | null | undefined;
  /** A deed, or a family of them. */
  action?: string | undefined;
  subject?: string | undefined;
  limit: number;
}

/** A page of what moderators, administrators and the operator did. */
export async function readAudit(
  on: Executor,
  { before, actorId, action, subject, limit: wanted }: AuditPage,
): Promise<{ entries: Output<AuditEntry>[]; next: number | null }> {
  const limit = Math.min(Math.max(1, wanted), ENTRIES_MAX);
  const values = [before ?? null, actorId ?? null, action ?? null, subject ?? null, limit + 1];
  const rows = await READ.run(on, values);
  const entries = rows.slice(0, limit);
  return {
    entries: entries.map(row => ({
      id: row.id,
      created: rfc822(row.created_at.getTime()),
      actor: row.actor_id === null ? null : aliasOf(row.username ?? '', row.actor_id),
      action: row.action,
      subject: row.subject,
      detail: row.detail,
    })),
    next: rows.length > limit ? entries.at(-1)!.id : null,
  };
}
