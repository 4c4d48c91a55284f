import { useEffect, useRef } from 'react';
import { animateSwarm, type SwarmAnimator } from './swarmAnimator.ts';
import { makeDots } from './swarmField.ts';

interface Props {
  /** 0: noise, 1: order. */
  order: number;
  /** Makes the noise this job's own. */
  seed: string;
  /** Width by height of the picture to come. */
  ratio: number;
}

/** Width that a square picture has on the page, px; wide ones may have more. */
export const MEDIA_SIDE = 512;
const DOTS = 260;

/** The dots of a job, gathering as it proceeds. Decoration: the words beside it say the same. */
export function Swarm({ order, seed, ratio }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const animator = useRef<SwarmAnimator>(null);

  useEffect(() => {
    if (!canvas.current) return;
    const started = animateSwarm(canvas.current, makeDots(DOTS, seed));
    animator.current = started;
    return () => started.stop();
  }, [seed]);
  useEffect(() => animator.current?.setOrder(order), [order]);

  return (
    <canvas
      ref={canvas}
      className="swarm"
      style={{ aspectRatio: ratio, maxWidth: MEDIA_SIDE * Math.max(1, ratio) }}
    />
  );
}
