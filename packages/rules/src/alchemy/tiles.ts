/** Size of a picture as alchemists count it: tiles of 512 × 512 pixels (rules-jobs §6.1). */

export const TILE_SIDE = 512;

/** Pictures of more tiles are not taken. */
export const TILES_MAX = 255;

/** Tiles that cover a picture of this size in pixels. */
export function tilesOf({ width, height }: { width: number; height: number }): number {
  return Math.ceil(width / TILE_SIDE) * Math.ceil(height / TILE_SIDE);
}
