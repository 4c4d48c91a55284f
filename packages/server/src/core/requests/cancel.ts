import type { CommandKind } from '../../platform/commits.ts';
import type { RequestCounters } from '../board/index.ts';
import { upfrontHold, useHold } from '../kudos/index.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';

const CANCEL = `
  UPDATE requests r SET waiting = 0, jobs = finished, cancelled = true, version = version + 1
  WHERE id = ANY($1) RETURNING ${COUNTER_COLUMNS}`;

/** Ends requests: nothing of them waits any more; jobs at workers may still be delivered and are paid. */
export const cancelRequests: CommandKind<string, RequestCounters | undefined> = {
  name: 'cancel',
  async run(batch, ids) {
    const { rows } = await batch.client.query<CountersRow>({ name: 'cancel', text: CANCEL, values: [ids] });
    for (const { id, upfront, processing } of rows) {
      // With jobs still at workers the hold lives on: they will be charged.
      if (upfront && processing === 0) useHold(batch, { id: upfrontHold(id), cents: 0, last: true });
    }
    const byId = new Map(rows.map(row => [row.id, countersOf(row)]));
    return ids.map(id => ({ value: byId.get(id) }));
  },
};
