/** Figures of the status page. Pure. */

export interface WorkerOnline {
  id: string;
  name: string;
  state: 'working' | 'maintenance' | 'paused';
  isTrusted: boolean;
  /** Megapixelsteps each second; null before its first job. */
  speed: number | null;
  threads: number;
  models: string[];
  requestsFulfilled: number;
  uptimeSeconds: number;
  info: string;
  agent: string;
}

/** "12.3 megapixelsteps per second" -> 12.3; null for "No requests fulfilled yet". */
export function speedOf(performance: string | undefined): number | null {
  const match = /^([\d.]+)\s+megapixelsteps/i.exec(performance ?? '');
  const speed = match ? Number(match[1]) : Number.NaN;
  return Number.isFinite(speed) ? speed : null;
}

/** Seconds until the queue is empty at the speed of the last minute; null when nothing moves. */
export function drainSeconds(queuedMegapixelsteps: number, pastMinuteMegapixelsteps: number): number | null {
  if (queuedMegapixelsteps <= 0) return 0;
  if (pastMinuteMegapixelsteps <= 0) return null;
  return (queuedMegapixelsteps / pastMinuteMegapixelsteps) * 60;
}

/** Fast ones first, then by name; those in maintenance last. */
export function bySpeed(a: WorkerOnline, b: WorkerOnline): number {
  const rank = (worker: WorkerOnline) => (worker.state === 'working' ? 0 : 1);
  return rank(a) - rank(b) || (b.speed ?? 0) - (a.speed ?? 0) || a.name.localeCompare(b.name);
}

/** Diameter of a worker's dot in px: its area is its share of the fastest one's speed, but never too small to see. */
export function dotPixels(speed: number | null, fastest: number, pixelsMax: number): number {
  const share = fastest > 0 ? (speed ?? 0) / fastest : 0;
  return Math.round(pixelsMax * Math.max(0.3, Math.sqrt(share)));
}
