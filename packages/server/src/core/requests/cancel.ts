import type { CommandKind } from '../../platform/commits.ts';
import type { RequestCounters } from '../board/index.ts';
import { useHoldsOf } from '../kudos/index.ts';
import { COUNTER_COLUMNS, type CountersRow, countersOf } from './counters.ts';
import { TAKEN_BACK } from './taken.ts';

const CANCEL = `
  UPDATE requests r SET ${TAKEN_BACK} WHERE id = ANY($1) RETURNING ${COUNTER_COLUMNS}`;

/** Ends requests: nothing of them waits any more; jobs at workers may still be delivered and are paid. */
export const cancelRequests: CommandKind<string, RequestCounters | undefined> = {
  name: 'cancel',
  async run(batch, ids) {
    const { rows } = await batch.client.query<CountersRow>({ name: 'cancel', text: CANCEL, values: [ids] });
    for (const row of rows) {
      // With jobs still at workers its holds live on: they will be charged.
      if (row.processing === 0) useHoldsOf(batch, row, { cents: 0, last: true });
    }
    const byId = new Map(rows.map(row => [row.id, countersOf(row)]));
    return ids.map(id => ({ value: byId.get(id) }));
  },
};
