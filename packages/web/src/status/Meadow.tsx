import type { CSSProperties } from 'react';
import { MARK_COLOURS } from '../app/Mark.tsx';
import { dotPixels, type WorkerOnline } from './figures.ts';

/** A worker as a dot: as large as it is fast, hollow when it rests. Decoration: the words beside it say the same. */
export function WorkerDot(props: {
  worker: WorkerOnline;
  index: number;
  fastest: number;
  pixelsMax: number;
}) {
  const { worker, index, fastest, pixelsMax } = props;
  // From the head of the mark to its tail and back, so that neighbours differ little.
  const turn = index % (2 * MARK_COLOURS.length - 2);
  const tone = MARK_COLOURS[Math.abs(MARK_COLOURS.length - 1 - turn)];
  const style = {
    '--size': `${dotPixels(worker.speed, fastest, pixelsMax)}px`,
    '--tone': tone,
  } as CSSProperties;
  return <span className={`worker-dot ${worker.state}`} style={style} aria-hidden="true" />;
}

/** From this number of workers on, the list alone gives no picture of the whole. */
const MEADOW_FROM = 9;

/** The whole horde at a glance. */
export function Meadow({ workers, fastest }: { workers: readonly WorkerOnline[]; fastest: number }) {
  if (workers.length < MEADOW_FROM) return null;
  return (
    <div className="meadow">
      {workers.map((worker, index) => (
        <WorkerDot key={worker.id} worker={worker} index={index} fastest={fastest} pixelsMax={52} />
      ))}
    </div>
  );
}
