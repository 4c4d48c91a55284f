import { rfc822, routes } from '@openhorde/contract';
import { aliasOf } from '@openhorde/rules';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../../http/index.ts';
import { type Executor, statement } from '../../../platform/db.ts';
import { recordDeed } from '../../audit/index.ts';

const PROMPTS_MAX = 100;

interface Row {
  id: number;
  created_at: Date;
  user_id: number;
  username: string;
  ip: string;
  prompt: string;
}

const READ = statement<Row>(
  'refused-prompts',
  `SELECT r.id, r.created_at, r.user_id, u.username, r.ip, r.prompt
   FROM refused_prompts r JOIN users u ON u.id = r.user_id
   WHERE $1::bigint IS NULL OR r.id < $1 ORDER BY r.id DESC LIMIT $2`,
);

/** What the filters refused, for moderators to look at; that they did is on record. */
export function refusedRoutes(app: FastifyInstance, { db: on, now }: { db: Executor; now(): number }): void {
  mount(app, routes.refusedPrompts, async call => {
    const { id: actorId } = await call.principal();
    const { before } = call.query;
    const limit = Math.min(Math.max(1, call.query.limit), PROMPTS_MAX);
    const rows = await READ.run(on, [before ?? null, limit + 1]);
    const prompts = rows.slice(0, limit);
    await recordDeed(on, { actorId, action: 'prompts.read', detail: { before, limit } }, now());
    return {
      prompts: prompts.map(row => ({
        id: row.id,
        created: rfc822(row.created_at.getTime()),
        user: aliasOf(row.username, row.user_id),
        ipaddr: row.ip,
        prompt: row.prompt,
      })),
      next: rows.length > limit ? prompts.at(-1)!.id : null,
    };
  });
}

const KEPT_DAYS = 30;

export async function pruneRefusedPrompts(on: Executor, nowMs: number): Promise<void> {
  await on.query('DELETE FROM refused_prompts WHERE created_at < $1', [
    new Date(nowMs - KEPT_DAYS * 86_400_000),
  ]);
}
