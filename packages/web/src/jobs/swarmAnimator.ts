/** Draws the dots of a job on a canvas and moves them to a new order; at rest it does nothing. */
import { MARK_COLOURS } from '../app/Mark.tsx';
import { type Dot, placeOf } from './swarmField.ts';

/** Time in which the dots come most of the way to a new order, seconds. */
const EASE_SECONDS = 0.5;
/** Enough for drifting dots, and easy on a machine that draws the picture at the same time. */
const FRAME_MS = 1000 / 24;
/** Dots this near to their homes are at home. */
const SETTLED = 0.999;

export interface SwarmAnimator {
  /** 0: noise, 1: order. */
  setOrder(order: number): void;
  stop(): void;
}

/** Starts in noise. For people who want no motion, a new order is there at once. */
export function animateSwarm(canvas: HTMLCanvasElement, dots: readonly Dot[]): SwarmAnimator {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let wanted = 0;
  let current = 0;
  let lastMs = performance.now();
  let frame = 0;

  const tick = (nowMs: number) => {
    frame = requestAnimationFrame(tick);
    const passedMs = nowMs - lastMs;
    if (passedMs < FRAME_MS) return;
    lastMs = nowMs;
    current += (wanted - current) * (1 - Math.exp(-Math.min(passedMs, 200) / 1000 / EASE_SECONDS));
    if (wanted === 1 && current > SETTLED) {
      current = 1;
      cancelAnimationFrame(frame);
      frame = 0;
    }
    drawDots(canvas, dots, current, nowMs / 1000);
  };

  const resized = new ResizeObserver(() => drawDots(canvas, dots, current, lastMs / 1000));
  resized.observe(canvas);
  if (!isStill) frame = requestAnimationFrame(tick);
  return {
    setOrder(order) {
      wanted = order;
      if (isStill) {
        current = order;
        drawDots(canvas, dots, current, 0);
      } else if (frame === 0 && current !== order) frame = requestAnimationFrame(tick);
    },
    stop() {
      cancelAnimationFrame(frame);
      resized.disconnect();
    },
  };
}

function drawDots(canvas: HTMLCanvasElement, dots: readonly Dot[], order: number, seconds: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = Math.min(2, devicePixelRatio);
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const side = Math.min(width, height);
  // The noise fills the whole frame, the head its middle.
  const spreadX = width + (side - width) * order;
  const spreadY = height + (side - height) * order;
  context.clearRect(0, 0, width, height);
  context.globalAlpha = 0.35 + 0.65 * order;
  for (const dot of dots) {
    const { x, y } = placeOf(dot, order, seconds);
    context.fillStyle =
      MARK_COLOURS[Math.min(MARK_COLOURS.length - 1, Math.floor(dot.tone * MARK_COLOURS.length))]!;
    context.beginPath();
    const radius = dot.radius * side * (0.75 + 0.45 * order);
    context.arc(
      (width - spreadX) / 2 + x * spreadX,
      (height - spreadY) / 2 + y * spreadY,
      radius,
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}
