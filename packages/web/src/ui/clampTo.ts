/** The nearest allowed value: inside min..max and a whole number of steps from min. */
export function clampTo(value: number, bound: { min: number; max: number; step: number }): number {
  if (!Number.isFinite(value)) return bound.min;
  const inside = Math.min(bound.max, Math.max(bound.min, value));
  const snapped = bound.min + Math.round((inside - bound.min) / bound.step) * bound.step;
  return Number(Math.min(bound.max, snapped).toFixed(4));
}
