import type { WorkerType } from '@openhorde/contract';
import {
  type Cents,
  codePoints,
  cutToCodePoints,
  fromCents,
  heldBytesMax,
  initialPriority,
  orderKey,
  PROMPT_HEAD_CHARACTERS,
  REQUEST_TTL_SECONDS,
} from '@openhorde/rules';
import type { World } from '../../platform/world.ts';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import { type Balances, charge, upfrontHold } from '../kudos/index.ts';
import type { Activation } from './activate.ts';
import type { RequestChanges } from './changes.ts';
import type { RequestCommands } from './commands.ts';
import { type Addition, assertRoom, countedModels, type RoomNeeds } from './limits.ts';
import type { Requester } from './requester.ts';
import { styleOwnerToPay } from './stylePays.ts';

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
  /** Held on its shared key, where there is one. */
  onSharedKey?: {
    /** All that it is expected to cost, with its tax. */
    cents: Cents;
    /** What the key must have of it. */
    leastCents: Cents;
  };
  requirements: R;
  /** What its jobs are made of; given back at each claim. */
  payload: unknown;
  prompt: string;
  /** Bytes of its pictures in the object store. */
  sourceBytes?: number;
  webhook: string | undefined;
  shared: boolean;
  resultAsUrl: boolean;
}

export interface EnqueueNeeds extends RoomNeeds {
  world: Pick<World, 'now'>;
  balances: Pick<Balances, 'of'>;
  commands: Pick<RequestCommands, 'activate'>;
  changes: Pick<RequestChanges, 'announce'>;
}

/**
 * Puts requests into the queue: all of them or none, with their tax, in one step.
 * @throws HordeError KudosUpfront and SharedKeyInsufficientKudos when the kudos to hold are not there; TooManyPrompts,
 *   TooManyBytesWaiting, QueueFull
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
  const addition = additionOf(horde, kind, requester, requests, activations);
  assertRoom(horde, user, addition.bytes);
  kind.board.expect(user.id, addition.bytes);
  try {
    await horde.commands.activate({ activations, addition });
  } finally {
    kind.board.expect(user.id, -addition.bytes);
  }
  for (const { id } of requests) horde.changes.announce(id);
  return requests.map((request, i) => {
    const { prompt_length: promptLength, held_bytes: heldBytes } = activations[i]!.row;
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
      promptHead: headOf(prompt),
      promptLength,
      heldBytes,
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

/** Bytes that are kept for a request until it is done. */
const bytesOf = ({ prompt, payload, sourceBytes = 0 }: Admitted<unknown>): number =>
  Buffer.byteLength(prompt) + Buffer.byteLength(JSON.stringify(payload)) + sourceBytes;

/** The beginning of a prompt as a separate copy: a mere slice would keep all of it in memory. */
function headOf(prompt: string): string {
  const head = cutToCodePoints(prompt, PROMPT_HEAD_CHARACTERS);
  return head.length === prompt.length ? prompt : Buffer.from(head).toString();
}

function additionOf<R, O extends CoreOffer>(
  { config }: Pick<RoomNeeds, 'config'>,
  { name, rules }: Kind<R, O>,
  { user }: Requester,
  requests: readonly Admitted<R>[],
  activations: readonly Activation[],
): Addition {
  const named = [...new Set(requests.flatMap(({ requirements }) => rules.models(requirements)))];
  return {
    ids: requests.map(({ id }) => id),
    userId: user.id,
    kind: name,
    named,
    models: countedModels(user, named),
    jobs: activations.reduce((sum, { row }) => sum + row.waiting, 0),
    jobsMax: user.concurrency * (rules.waitingFactor ?? 1),
    bytes: activations.reduce((sum, { row }) => sum + row.held_bytes, 0),
    bytesMax: heldBytesMax(user.concurrency, config.queue),
  };
}

/** A service may name its accounts as it likes. */
const PROXIED_ACCOUNT_LENGTH_MAX = 255;

function activationOf(
  kind: WorkerType,
  requester: Requester,
  request: Admitted<unknown>,
  nowMs: number,
  order_key: number,
): Activation {
  const { user, sharedKey, style, ip, clientAgent, proxiedAccount, lowPriority = false } = requester;
  const { id, jobs, things, taxCents, upfrontCents } = request;
  const { cents, leastCents } = request.onSharedKey ?? { cents: taxCents, leastCents: taxCents };
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
      style_owner_id: styleOwnerToPay(requester) ?? null,
      prompt_length: codePoints(request.prompt),
      held_bytes: bytesOf(request),
    },
    taxCents,
    hold:
      upfrontCents === undefined ? undefined : { id: upfrontHold(id), userId: user.id, cents: upfrontCents },
    reservation: sharedKey && {
      sharedKeyId: sharedKey.id,
      requestId: id,
      cents,
      // Behind all others it takes what is there.
      leastCents: lowPriority ? 0 : leastCents,
    },
    event: {
      id: `activate:${id}`,
      kind: 'activate',
      movements: taxCents > 0 ? charge(`user:${user.id}`, taxCents, 'tax', 'accumulated') : [],
    },
    style,
  };
}
