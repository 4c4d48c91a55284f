import { type Batch, Slot } from '../../platform/commits.ts';

/** What a worker has done as the member of a team. */
export interface TeamTally {
  teamId: string;
  fulfilments?: number;
  /** In display units. */
  contribution?: number;
  payCents?: number;
  uptimeSeconds?: number;
}

export const TEAMS = new Slot<TeamTally>();

export function tallyTeam(batch: Batch, tally: TeamTally): void {
  TEAMS.leave(batch, tally);
}

// Locked in one order, whichever node writes; a team that is gone counts no more.
const UPDATE = `
  WITH sums AS (
    SELECT team_id, sum(fulfilments) AS fulfilments, sum(contribution) AS contribution, sum(pay_cents) AS pay_cents,
           sum(uptime_seconds) AS uptime_seconds
    FROM unnest($1::uuid[], $2::int[], $3::float8[], $4::numeric[], $5::bigint[])
      AS t (team_id, fulfilments, contribution, pay_cents, uptime_seconds)
    GROUP BY team_id
  ), locked AS (
    SELECT id FROM teams WHERE id IN (SELECT team_id FROM sums) ORDER BY id FOR NO KEY UPDATE
  )
  UPDATE teams t
  SET fulfilments = t.fulfilments + s.fulfilments, contributions = t.contributions + s.contribution,
      kudos = t.kudos + s.pay_cents / 100.0, uptime_seconds = t.uptime_seconds + s.uptime_seconds
  FROM sums s JOIN locked ON locked.id = s.team_id WHERE t.id = s.team_id`;

/** One statement for the teams of a batch. */
export async function writeTeams(batch: Batch, tallies: readonly TeamTally[]): Promise<void> {
  await batch.client.query({
    name: 'tally-teams',
    text: UPDATE,
    values: [
      tallies.map(t => t.teamId),
      tallies.map(t => t.fulfilments ?? 0),
      tallies.map(t => t.contribution ?? 0),
      tallies.map(t => t.payCents ?? 0),
      tallies.map(t => t.uptimeSeconds ?? 0),
    ],
  });
}
