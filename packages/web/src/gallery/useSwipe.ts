import { type TouchEvent, useRef } from 'react';

/** Shortest way of a finger that counts, px; and how much longer than high it must be. */
const DISTANCE_PIXELS = 48;
const FLATNESS = 1.6;

/** Touch handlers that call `go` when a finger swipes sideways: left for the next, right for the one before. */
export function useSwipe(go: (by: 1 | -1) => void) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: TouchEvent) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      start.current = touch ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!start.current || !touch) return;
      const x = touch.clientX - start.current.x;
      const y = touch.clientY - start.current.y;
      start.current = null;
      if (Math.abs(x) > DISTANCE_PIXELS && Math.abs(x) > Math.abs(y) * FLATNESS) go(x < 0 ? 1 : -1);
    },
  };
}
