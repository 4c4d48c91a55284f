import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import { keep } from '../../platform/kept.ts';
import type { WorkerRegistry } from '../workers/index.ts';
import { heartbeat } from './heartbeat.ts';
import type { Modes } from './modes.ts';
import { pastMinute } from './pastMinute.ts';
import { type BoardTotals, hordePerformance } from './performance.ts';

export interface StatusRoutesNeeds {
  db: Database;
  now(): number;
  modes: Modes;
  registry: Pick<WorkerRegistry, 'online'>;
  imageBoard: { readonly totals: BoardTotals };
  textBoard: { readonly totals: BoardTotals };
  alchemyBoard: { readonly totals: BoardTotals };
}

/** What changes so slowly, or is asked for so often, that one look at the database a second is enough. */
const KEPT_MILLISECONDS = 1_000;

/** How busy the horde and how well this node is, and the modes. */
export function statusRoutes(app: FastifyInstance, needs: StatusRoutesNeeds): void {
  const { db, now, modes, registry, imageBoard, textBoard, alchemyBoard } = needs;
  const delivered = keep(now, KEPT_MILLISECONDS, () => pastMinute(db, now()));
  const beat = keep(now, KEPT_MILLISECONDS, () => heartbeat(db));

  mount(app, routes.performance, async () =>
    hordePerformance({
      pastMinute: await delivered.get(),
      workers: registry.online(now()),
      images: imageBoard.totals,
      texts: textBoard.totals,
      forms: alchemyBoard.totals,
    }),
  );

  mount(app, routes.heartbeat, () => beat.get());

  mount(app, routes.modes, async call => {
    const caller = await call.maybePrincipal();
    if (caller && !caller.moderator) throw new HordeError('NotModerator');
    const { maintenance, inviteOnly, raid } = modes.current;
    return {
      maintenance_mode: maintenance,
      invite_only_mode: inviteOnly,
      ...(caller && { raid_mode: raid }),
    };
  });
}
