import assert from 'node:assert/strict';
import { letTimePass } from '../kill/audit.ts';
import type { HordeProcess } from '../kill/hordeProcess.ts';
import { forEach, until } from '../kill/until.ts';
import type { Nodes } from './nodes.ts';
import type { Roamers } from './people.ts';

const OPEN = `
  SELECT id, jobs, waiting, processing, finished, restarted, version FROM requests
  WHERE NOT faulted AND waiting + processing > 0 AND expires_at > now() LIMIT 5`;

/** Works until every request has ended, and asserts that each node that is up sees it as the table says. */
export async function workOffAll(nodes: Nodes, roamers: Roamers): Promise<void> {
  const { crowd } = roamers;
  await roamers.workOff();
  await until('every request has ended', async () => {
    // A worker that has a job now never heard of it, since the answer to its pop was lost, or walked away from it.
    await letTimePass(nodes.all[0]!);
    await roamers.workOff();
    const { rows } = await nodes.database.query(OPEN);
    assert.deepEqual(rows, [], 'requests that have not ended');
    return true;
  });
  const ends = await crowd.ends();
  assert.ok(ends.filter(end => end === 'done').length > ends.length / 2, 'most requests are done');
  for (const node of nodes.up) {
    await until('the board of a node is as the table', async () => {
      await assertSame(nodes, node, [...crowd.accepted]);
      return true;
    });
  }
}

interface Row extends Record<string, unknown> {
  id: string;
  waiting: number;
  processing: number;
  finished: number;
  restarted: number;
  faulted: boolean;
}

/** What a node tells of requests, and of its queue, is what the table holds. */
async function assertSame({ database }: Nodes, { url }: HordeProcess, ids: readonly string[]): Promise<void> {
  const { rows } = await database.query<Row>(
    `SELECT id, waiting, processing, finished, restarted, faulted FROM requests
     WHERE id = ANY($1) AND expires_at > now()`,
    [ids],
  );
  await forEach(rows, 8, async ({ id, ...row }) => {
    const { waiting, processing, finished, restarted, faulted } = await look(url, `/generate/check/${id}`);
    assert.deepEqual({ waiting, processing, finished, restarted, faulted }, row, id);
  });
  assert.equal((await look(url, '/status/performance')).queued_requests, 0);
}

async function look(url: string, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/api/v2${path}`, { signal: AbortSignal.timeout(30_000) });
  const body = (await response.json()) as Record<string, unknown>;
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

/** Who handed a good result in was paid for it, whether or not the answer arrived. */
export async function assertGoodWorkTaken(
  { database }: Nodes,
  { crowd, guilds }: Pick<Roamers, 'crowd' | 'guilds'>,
): Promise<void> {
  const good = [...crowd.told].filter(([, { givenUp }]) => !givenUp).map(([id]) => id);
  const { rows } = await database.query(
    `SELECT j.id, r.kind, j.state FROM jobs j JOIN requests r ON r.id = j.request_id
     WHERE j.id = ANY($1) AND j.state <> 'done'
     UNION ALL
     SELECT id, kind, 'form' FROM requests WHERE id = ANY($1) AND finished = 0 AND NOT cancelled`,
    [[...good, ...guilds.flatMap(guild => guild.handedIn)]],
  );
  assert.deepEqual(rows, [], 'good results that were not taken');
}
