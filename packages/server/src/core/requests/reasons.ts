import type { Reasons } from '@openhorde/rules';
import type { Entry } from '../board/index.ts';
import type { CoreOffer, Kind } from '../kind.ts';
import type { Modes } from '../needs.ts';

/**
 * Why no worker takes a request that waits; undefined in a raid, when clients are not told what the horde
 * lacks.
 */
export function reasonsOf<R, O extends CoreOffer>(
  horde: { modes(): Modes },
  { crew }: Kind<R, O>,
  entry: Entry<R>,
): Reasons | undefined {
  const waits = entry.waiting > 0 && !entry.faulted;
  return waits && !horde.modes().raid ? crew.reasons(entry) : undefined;
}
