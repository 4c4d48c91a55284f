import { HordeError, type HordeModesInput, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { WorkerRegistry } from '../../core/workers/index.ts';
import { mount, type Principal } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import { keep } from '../../platform/kept.ts';
import { heartbeat } from './heartbeat.ts';
import type { Modes } from './modes.ts';
import { pastMinute } from './pastMinute.ts';
import { type BoardTotals, hordePerformance } from './performance.ts';

export interface StatusRoutesNeeds {
  db: Database;
  now(): number;
  modes: Modes;
  /** Whether what comes in can be kept. */
  canStore(): Promise<boolean>;
  /** Takes the requests that no worker has begun out of the queue. */
  drain(): Promise<void>;
  registry: Pick<WorkerRegistry, 'online'>;
  imageBoard: { readonly totals: BoardTotals };
  textBoard: { readonly totals: BoardTotals };
  alchemyBoard: { readonly totals: BoardTotals };
}

/** What changes so slowly, or is asked for so often, that one look at the database a second is enough. */
const KEPT_MILLISECONDS = 1_000;

/** How busy the horde and how well this node is, and the modes. */
export function statusRoutes(app: FastifyInstance, needs: StatusRoutesNeeds): void {
  const { db, now, modes, canStore, registry, imageBoard, textBoard, alchemyBoard } = needs;
  const delivered = keep(now, KEPT_MILLISECONDS, () => pastMinute(db, now()));
  const beat = keep(now, KEPT_MILLISECONDS, () => heartbeat(db, canStore));

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

  mount(app, routes.changeModes, async call => changeModes(needs, await call.principal(), call.body));
}

/**
 * Sets the modes that are named, or none of them. Entering maintenance drops what waits.
 * @throws HordeError NotAdmin, NotModerator, NoHordeModSelected
 */
async function changeModes(
  { modes, drain }: Pick<StatusRoutesNeeds, 'modes' | 'drain'>,
  caller: Principal,
  body: HordeModesInput,
): Promise<HordeModesInput> {
  const { maintenance_mode: maintenance, invite_only_mode: inviteOnly, raid_mode: raid } = body;
  if (maintenance !== undefined && !caller.admin) throw new HordeError('NotAdmin');
  if ((inviteOnly !== undefined || raid !== undefined) && !caller.moderator)
    throw new HordeError('NotModerator');
  const wanted = {
    ...(maintenance !== undefined && { maintenance }),
    ...(inviteOnly !== undefined && { inviteOnly }),
    ...(raid !== undefined && { raid }),
  };
  if (Object.keys(wanted).length === 0) throw new HordeError('NoHordeModSelected');
  const entered = maintenance === true && !modes.current.maintenance;
  await modes.set(wanted, caller.id);
  if (entered) await drain();
  return body;
}
