import { useEffect, useMemo, useRef } from 'react';
import { MARK_COLOURS } from '../app/Mark.tsx';
import { makeDots, placeOf } from './swarmField.ts';

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
/** Time in which the dots come most of the way to a new order, seconds. */
const EASE_SECONDS = 0.5;
/** Enough for drifting dots, and easy on two-core machines. */
const FRAME_MS = 1000 / 30;

/** The dots of a job, gathering as it proceeds. Decoration: the words beside it say the same. */
export function Swarm({ order, seed, ratio }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const dots = useMemo(() => makeDots(DOTS, seed), [seed]);
  const target = useRef(order);
  target.current = order;

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let current = isStill ? target.current : 0;
    let lastMs = 0;
    let frame = 0;

    const draw = (seconds: number) => {
      const scale = Math.min(2, devicePixelRatio);
      const width = Math.round(element.clientWidth * scale);
      const height = Math.round(element.clientHeight * scale);
      if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
      const side = Math.min(width, height);
      context.clearRect(0, 0, width, height);
      for (const dot of dots) {
        const { x, y } = placeOf(dot, current, seconds);
        // The noise fills the whole frame, the head its middle.
        const spreadX = width + (side - width) * current;
        const spreadY = height + (side - height) * current;
        context.globalAlpha = 0.35 + 0.65 * current;
        context.fillStyle =
          MARK_COLOURS[Math.min(MARK_COLOURS.length - 1, Math.floor(dot.tone * MARK_COLOURS.length))]!;
        context.beginPath();
        context.arc(
          (width - spreadX) / 2 + x * spreadX,
          (height - spreadY) / 2 + y * spreadY,
          dot.radius * side * (0.75 + 0.45 * current),
          0,
          2 * Math.PI,
        );
        context.fill();
      }
    };

    const tick = (nowMs: number) => {
      frame = requestAnimationFrame(tick);
      const passedMs = nowMs - lastMs;
      if (passedMs < FRAME_MS) return;
      lastMs = nowMs;
      const wanted = target.current;
      if (isStill) {
        if (current === wanted && passedMs < 1000) return;
        current = wanted;
        draw(0);
        return;
      }
      current += (wanted - current) * (1 - Math.exp(-Math.min(passedMs, 200) / 1000 / EASE_SECONDS));
      draw(nowMs / 1000);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [dots]);

  return (
    <canvas
      ref={canvas}
      className="swarm"
      style={{ aspectRatio: ratio, maxWidth: MEDIA_SIDE * Math.max(1, ratio) }}
    />
  );
}
