import type { CSSProperties } from 'react';
import { MARK_COLOURS } from '../app/Mark.tsx';
import { dotPixels, type WorkerOnline } from './figures.ts';

/** The horde as it stands: one dot for each worker, as large as it is fast. The list below says the same in words. */
export function Meadow({ workers }: { workers: readonly WorkerOnline[] }) {
  if (workers.length === 0) return null;
  return (
    <div className="meadow" aria-hidden="true">
      {workers.map((worker, index) => (
        <span
          key={worker.id}
          className={worker.state}
          title={worker.name}
          style={
            {
              '--size': `${dotPixels(worker.speed)}px`,
              '--tone': MARK_COLOURS[MARK_COLOURS.length - 1 - (index % MARK_COLOURS.length)],
            } as CSSProperties
          }
        />
      ))}
    </div>
  );
}
