/** A raw picture: 8-bit RGB, row by row. */
export interface Picture {
  width: number;
  height: number;
  data: Uint8Array;
}

/** One value for each pixel, 0 (keep) to 255 (paint anew). */
export interface Mask {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Planes of values in -1..1 [3, height, width] -> picture. */
export function pictureOf(planes: Float32Array, width: number, height: number): Picture {
  const pixels = width * height;
  const data = new Uint8Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < pixels; i++) {
      const value = Math.round((planes[channel * pixels + i]! + 1) * 127.5);
      data[3 * i + channel] = Math.min(255, Math.max(0, value));
    }
  }
  return { width, height, data };
}

/** Picture -> planes of values in -1..1 [3, height, width]. */
export function planesOf({ data, width, height }: Picture): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < pixels; i++) planes[channel * pixels + i] = data[3 * i + channel]! / 127.5 - 1;
  }
  return planes;
}

/**
 * `source` where the mask is 0, `painted` where it is 255, in between a mixture: what inpainting keeps comes back with the
 * very bytes that it had. All three have the same size.
 */
export function pasteKept(painted: Picture, source: Picture, mask: Mask): Picture {
  const data = new Uint8Array(painted.data.length);
  for (let i = 0; i < mask.data.length; i++) {
    const weight = mask.data[i]! / 255;
    for (let at = 3 * i; at < 3 * i + 3; at++)
      data[at] = Math.round(painted.data[at]! * weight + source.data[at]! * (1 - weight));
  }
  return { ...painted, data };
}

/** For each latent cell the largest mask value in it, as 0..1: a cell is drawn anew as soon as one of its pixels is. */
export function cellMask({ data, width, height }: Mask, cellPixels: number): Float32Array {
  const columns = width / cellPixels;
  const cells = new Float32Array(columns * (height / cellPixels));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor(y / cellPixels) * columns + Math.floor(x / cellPixels);
      cells[cell] = Math.max(cells[cell]!, data[y * width + x]! / 255);
    }
  }
  return cells;
}
