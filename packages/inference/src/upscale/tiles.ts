/** A part of a picture that is computed alone, and the area of it that is kept. Pixels. */
export interface Tile {
  /** What the network sees: `margin` more on each side, as far as there is picture. */
  seen: Box;
  /** What counts of the result. */
  kept: Box;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Cuts a picture into tiles that see at most `side + 2 * margin` pixels each way and whose kept parts cover it once. */
export function tilesOf(width: number, height: number, side: number, margin: number): Tile[] {
  const tiles: Tile[] = [];
  for (const [top, keptHeight] of spans(height, side)) {
    for (const [left, keptWidth] of spans(width, side)) {
      const seenLeft = Math.max(0, left - margin);
      const seenTop = Math.max(0, top - margin);
      tiles.push({
        kept: { left, top, width: keptWidth, height: keptHeight },
        seen: {
          left: seenLeft,
          top: seenTop,
          width: Math.min(width, left + keptWidth + margin) - seenLeft,
          height: Math.min(height, top + keptHeight + margin) - seenTop,
        },
      });
    }
  }
  return tiles;
}

/** Start and length of as few equal pieces as possible, none longer than `side`. */
function spans(length: number, side: number): [number, number][] {
  const count = Math.ceil(length / side);
  const at = (i: number) => Math.round((length * i) / count);
  return Array.from({ length: count }, (_, i) => [at(i), at(i + 1) - at(i)]);
}
