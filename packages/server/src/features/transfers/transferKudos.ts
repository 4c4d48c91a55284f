import { HordeError } from '@openhorde/contract';
import { type Cents, TRANSFER_PAUSE_SECONDS, type TransferParty, transferRefusal } from '@openhorde/rules';
import { lockPayers, post, readKept } from '../../core/kudos/index.ts';
import { type Batch, type CommandKind, type Finisher, type Outcome, Slot } from '../../platform/commits.ts';
import { topUpSharedKey } from '../sharedkeys/index.ts';

/**
 * Kudos that one account sends to another (rules-kudos §7.2).
 *
 * Everything that may refuse a transfer is looked at while both accounts are locked, in the order of the wire; the last
 * question, whether the kudos are there, is asked by the ledger under the lock of the balance (`guard`), so that whatever
 * else the batch or another node takes from it counts. Only then is the transfer written down: a refused one uses up no
 * Idempotency-Key and starts no pause. A transfer that was written down under the same name answers as it did then.
 */
export interface Transfer {
  /** Names it: `transfer:<sender>:…`. */
  eventId: string;
  sourceId: number;
  targetId: number;
  /** Whole kudos, as they were asked for; may be nonsense. */
  kudos: number;
  /** A key of the target, whose limit grows with it. */
  sharedKeyId: string | null;
  atMs: number;
}

/** Set when the batch is written. */
export interface Transferred {
  enough: boolean;
}

/** Beyond this no account has kudos, and sums of cents would no longer be exact. */
const KUDOS_MAX = 10_000_000_000_000;

interface PartyRow extends TransferParty, Record<string, unknown> {
  id: number;
}

interface WrittenRow extends Record<string, unknown> {
  event_id: string;
  target_id: number;
  kudos: number;
}

const PARTIES =
  'SELECT id, trusted, flagged, education, deleted, suspicions FROM users WHERE id = ANY($1::int[]) AND wiped_at IS NULL';
const WRITTEN = 'SELECT event_id, target_id, kudos FROM kudos_transfers WHERE event_id = ANY($1)';
const RECENT = `
  SELECT DISTINCT t.source_id, t.target_id
  FROM kudos_transfers t
  JOIN unnest($1::int[], $2::int[], $3::timestamptz[]) AS p (source_id, target_id, since)
    ON t.source_id = p.source_id AND t.target_id = p.target_id AND t.created_at > p.since`;

const pair = (sourceId: number, targetId: number): string => `${sourceId} ${targetId}`;

/** What a batch of transfers is judged by. */
interface Facts {
  parties: ReadonlyMap<number, PartyRow>;
  /** By name; grows with the transfers of this batch. */
  written: Map<string, { targetId: number; kudos: number; outcome: Transferred }>;
  /** Pairs with a transfer within the pause; grows likewise. */
  recent: Set<string>;
  kept: ReadonlyMap<number, Cents>;
}

export const transferKudos: CommandKind<Transfer, Transferred> = {
  name: 'transfer',
  async run(batch, transfers) {
    await lockPayers(
      batch,
      transfers.flatMap(t => [t.sourceId, t.targetId]),
    );
    const facts = await readFacts(batch, transfers);
    return transfers.map(transfer => judge(batch, transfer, facts));
  },
};

async function readFacts(batch: Batch, transfers: readonly Transfer[]): Promise<Facts> {
  const ids = transfers.flatMap(t => [t.sourceId, t.targetId]);
  const { rows: parties } = await batch.client.query<PartyRow>(PARTIES, [ids]);
  const { rows: written } = await batch.client.query<WrittenRow>(WRITTEN, [transfers.map(t => t.eventId)]);
  const { rows: recent } = await batch.client.query<{ source_id: number; target_id: number }>(RECENT, [
    transfers.map(t => t.targetId),
    transfers.map(t => t.sourceId),
    transfers.map(t => new Date(t.atMs - TRANSFER_PAUSE_SECONDS * 1000)),
  ]);
  return {
    parties: new Map(parties.map(row => [row.id, row])),
    written: new Map(
      written.map(row => [
        row.event_id,
        { targetId: row.target_id, kudos: row.kudos, outcome: { enough: true } },
      ]),
    ),
    recent: new Set(recent.map(row => pair(row.source_id, row.target_id))),
    kept: await readKept(
      batch,
      transfers.map(t => t.sourceId),
    ),
  };
}

function judge(batch: Batch, transfer: Transfer, facts: Facts): Outcome<Transferred> {
  const { eventId, sourceId, targetId, kudos } = transfer;
  const source = facts.parties.get(sourceId);
  const target = facts.parties.get(targetId);
  if (!source || !target) return { failure: new HordeError('InvalidTargetUsername') };
  const justReceived = facts.recent.has(pair(targetId, sourceId));
  const rc = transferRefusal({ source, target, kudos, justReceived });
  if (rc) return { failure: new HordeError(rc, { status: 400 }) };
  const before = facts.written.get(eventId);
  if (before) {
    if (before.targetId !== targetId || before.kudos !== kudos)
      return { failure: new HordeError('IdempotencyKeyConflict') };
    return { value: before.outcome };
  }
  if (kudos > KUDOS_MAX) return { value: { enough: false } };
  const outcome = { enough: true };
  facts.written.set(eventId, { targetId, kudos, outcome });
  facts.recent.add(pair(sourceId, targetId));
  move(batch, transfer, outcome, facts.kept.get(sourceId) ?? 0, target.education);
  return { value: outcome };
}

function move(
  batch: Batch,
  transfer: Transfer,
  outcome: Transferred,
  leavesCents: Cents,
  toEducation: boolean,
): void {
  const { eventId, sourceId, targetId, kudos } = transfer;
  const cents = kudos * 100;
  const account = `user:${sourceId}` as const;
  post(batch, {
    id: eventId,
    kind: 'transfer',
    movements: [
      { account, cents: -cents, entry: 'transfer', action: toEducation ? 'donated' : 'gifted' },
      { account: `user:${targetId}`, cents, entry: 'transfer', action: 'received' },
    ],
    guard: {
      account,
      leavesCents,
      refuse: () => {
        outcome.enough = false;
      },
    },
  });
  WRITES.leave(batch, { transfer, outcome });
}

interface Written {
  transfer: Transfer;
  outcome: Transferred;
}

const WRITES = new Slot<Written>();

const INSERT = `
  INSERT INTO kudos_transfers (event_id, source_id, target_id, kudos, shared_key_id, created_at)
  SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[], $5::uuid[], $6::timestamptz[])`;

/** Writes down the transfers whose kudos were there: after the ledger, before shared keys. */
export const transferRecords: Finisher = {
  name: 'transfers',
  async finish(batch) {
    const all = WRITES.of(batch);
    const moved = all.filter(({ outcome }) => outcome.enough).map(({ transfer }) => transfer);
    if (moved.length === 0) return;
    await batch.client.query(INSERT, [
      moved.map(t => t.eventId),
      moved.map(t => t.sourceId),
      moved.map(t => t.targetId),
      moved.map(t => t.kudos),
      moved.map(t => t.sharedKeyId),
      moved.map(t => new Date(t.atMs)),
    ]);
    for (const { sharedKeyId, kudos } of moved)
      if (sharedKeyId !== null) topUpSharedKey(batch, sharedKeyId, kudos * 100);
  },
};
