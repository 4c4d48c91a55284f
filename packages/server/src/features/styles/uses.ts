import type { Consequence } from '../../core/consequences.ts';
import type { Activation } from '../../core/requests/index.ts';
import { type Finisher, Slot } from '../../platform/commits.ts';

/** A request by a style that was accepted. */
export interface StyleUse {
  styleId: string;
  /** The collection that the style was drawn from. */
  collectionId?: string | undefined;
}

const USES = new Slot<StyleUse>();

/** Counts a use in the transaction that takes the request in. */
export const countStyleUse: Consequence<Activation> = (batch, { style }) => {
  if (!style) return;
  USES.leave(batch, { styleId: style.id, collectionId: style.collectionId });
};

/** Rows are locked in the order of their ids, so that two nodes do not wait for each other in a circle. */
const count = (table: 'styles' | 'collections') => `
  WITH uses AS (SELECT id, count(*) AS uses FROM unnest($1::uuid[]) AS u (id) GROUP BY id),
       locked AS (SELECT id FROM ${table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)
  UPDATE ${table} t SET use_count = t.use_count + uses.uses
  FROM locked JOIN uses ON uses.id = locked.id WHERE t.id = locked.id`;

/** Adds the uses of a batch up: one statement, however many requests name the same style. */
export const styleUses: Finisher = {
  name: 'style-uses',
  async finish(batch) {
    const uses = USES.of(batch);
    if (uses.length === 0) return;
    const styles = uses.map(use => use.styleId);
    await batch.client.query({ name: 'count-style-uses', text: count('styles'), values: [styles] });
    const collections = uses.flatMap(use => use.collectionId ?? []);
    if (collections.length === 0) return;
    await batch.client.query({
      name: 'count-collection-uses',
      text: count('collections'),
      values: [collections],
    });
  },
};
