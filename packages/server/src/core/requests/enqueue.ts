import type { WorkerType } from '@openhorde/contract';
import {
  type Cents,
  fromCents,
  initialPriority,
  isForeignStyle,
  orderKey,
  REQUEST_TTL_SECONDS,
  STYLE_REWARD_CENTS,
} from '@openhorde/rules';
import type { World } from '../../platform/world.ts';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import { type Balances, charge, mint, upfrontHold } from '../kudos/index.ts';
import type { Activation } from './activate.ts';
import type { RequestChanges } from './changes.ts';
import type { RequestCommands } from './commands.ts';
import type { Requester } from './requester.ts';

/** A request that has passed every check of its kind. */
export interface Admitted<R> {
  id: string;
  /** The alchemy request that it is a form of. */
  parentId?: string;
  jobs: number;
  /** Its results are there already: it goes in as done. */
  done?: boolean;
  /** Raw things of one job. */
  things: number;
  /** Price of one job before the model multiplier. */
  priceCents: Cents;
  /** Burnt at activation. */
  taxCents: Cents;
  /** Held until it is done, for a request that needs its kudos beforehand. */
  upfrontCents?: Cents;
  requirements: R;
  /** What its jobs are made of; given back at each claim. */
  payload: unknown;
  prompt: string;
  webhook: string | undefined;
  shared: boolean;
  resultAsUrl: boolean;
}

export interface EnqueueNeeds {
  world: Pick<World, 'now'>;
  balances: Pick<Balances, 'of'>;
  commands: Pick<RequestCommands, 'activate'>;
  changes: Pick<RequestChanges, 'announce'>;
}

/**
 * Puts requests into the queue: all of them or none, with their tax, in one step.
 * @throws HordeError KudosUpfront when the kudos to hold are not there
 */
export async function enqueue<R, O extends CoreOffer>(
  horde: EnqueueNeeds,
  kind: Kind<R, O>,
  requester: Requester,
  requests: readonly Admitted<R>[],
): Promise<Entry<R>[]> {
  const nowMs = horde.world.now();
  const { user, lowPriority = false } = requester;
  const balanceCents = await horde.balances.of(user.id);
  const priority = initialPriority({ flagged: user.flagged, balanceCents, downgradedSharedKey: lowPriority });
  const key = kind.rules.ageless ? priority : orderKey(priority, nowMs / 1000);
  const activations = requests.map(request => activationOf(kind.name, requester, request, nowMs, key));
  await horde.commands.activate(activations);
  for (const { id } of requests) horde.changes.announce(id);
  return requests.map(request => {
    const {
      id,
      parentId = null,
      jobs,
      things,
      priceCents,
      requirements,
      prompt,
      shared,
      resultAsUrl,
    } = request;
    return kind.board.add({
      id,
      kind: kind.name,
      parentId,
      userId: user.id,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + REQUEST_TTL_SECONDS * 1000,
      orderKey: key,
      jobs,
      ...startOf(request),
      restarted: 0,
      faulted: false,
      cancelled: false,
      consumedCents: request.taxCents,
      version: 0,
      things,
      priceCents,
      requirements,
      prompt,
      shared,
      resultAsUrl,
    });
  });
}

/** What waits and what is done of a request at its start. */
const startOf = ({ jobs, done = false }: Pick<Admitted<unknown>, 'jobs' | 'done'>) => ({
  waiting: done ? 0 : jobs,
  processing: 0,
  finished: done ? jobs : 0,
});

/** A service may name its accounts as it likes. */
const PROXIED_ACCOUNT_LENGTH_MAX = 255;

function activationOf(
  kind: WorkerType,
  { user, sharedKey, style, ip, clientAgent, proxiedAccount }: Requester,
  request: Admitted<unknown>,
  nowMs: number,
  order_key: number,
): Activation {
  const { id, jobs, things, taxCents, upfrontCents } = request;
  return {
    row: {
      id,
      kind,
      parent_id: request.parentId ?? null,
      user_id: user.id,
      shared_key_id: sharedKey?.id ?? null,
      created_at: new Date(nowMs).toISOString(),
      expires_at: new Date(nowMs + REQUEST_TTL_SECONDS * 1000).toISOString(),
      order_key,
      jobs,
      ...startOf(request),
      restarted: 0,
      faulted: false,
      cancelled: false,
      consumed: fromCents(taxCents),
      things,
      price: fromCents(request.priceCents),
      matching: request.requirements,
      payload: request.payload,
      prompt: request.prompt,
      client_agent: clientAgent,
      ip,
      proxied_account: proxiedAccount?.slice(0, PROXIED_ACCOUNT_LENGTH_MAX) ?? null,
      webhook: request.webhook ?? null,
      shared: request.shared,
      result_as_url: request.resultAsUrl,
      upfront: upfrontCents !== undefined,
    },
    taxCents,
    hold:
      upfrontCents === undefined ? undefined : { id: upfrontHold(id), userId: user.id, cents: upfrontCents },
    event: {
      id: `activate:${id}`,
      kind: 'activate',
      movements: [
        ...(taxCents > 0 ? charge(`user:${user.id}`, taxCents, 'tax', 'accumulated') : []),
        ...(style && isForeignStyle(style.ownerId, user.id)
          ? mint(`user:${style.ownerId}`, STYLE_REWARD_CENTS, 'style', 'styled')
          : []),
      ],
    },
    style,
  };
}
