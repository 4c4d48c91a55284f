/** `first`, twice that, four times … but at most `longest`; `failures` counts from 1. */
export function growing(failures: number, { first, longest }: { first: number; longest: number }): number {
  return Math.min(first * 2 ** (failures - 1), longest);
}
