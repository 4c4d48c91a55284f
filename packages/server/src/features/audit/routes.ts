import { HordeError, rfc822, routes } from '@openhorde/contract';
import { aliasOf, namedId } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
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

/** What moderators did, for moderators to read. */
export function auditRoutes(app: FastifyInstance, on: Executor): void {
  mount(app, routes.auditLog, async call => {
    await call.principal();
    const { before, actor, action, subject } = call.query;
    const limit = Math.min(Math.max(1, call.query.limit), ENTRIES_MAX);
    const values = [before ?? null, actorIdOf(actor), action ?? null, subject ?? null, limit + 1];
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
  });
}

/** @throws HordeError BadRequest for what is no user */
function actorIdOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const id = namedId(text);
  if (id === undefined) {
    throw new HordeError('BadRequest', { message: 'Name the actor as name#id, or by the id alone.' });
  }
  return id;
}
