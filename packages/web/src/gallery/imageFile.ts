/** Bytes of images: what they are, how large, and small copies. */

/** MIME type by the first bytes; servers label stored images in all sorts of ways. */
export function imageType(bytes: Uint8Array): string {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (bytes[0] === 0x89 && ascii(1, 4) === 'PNG') return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  return 'application/octet-stream';
}

/** Pixels of an image. @throws when the browser cannot read it */
export async function measure(file: Blob): Promise<{ widthPixels: number; heightPixels: number }> {
  const bitmap = await createImageBitmap(file);
  try {
    return { widthPixels: bitmap.width, heightPixels: bitmap.height };
  } finally {
    bitmap.close();
  }
}

/** A copy whose longer side has at most `sidePixelsMax`. Smaller images come back as they are. */
export async function shrink(file: Blob, sidePixelsMax: number, quality = 0.86): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = sidePixelsMax / Math.max(bitmap.width, bitmap.height);
    if (scale >= 1) return file;
    return await draw(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale), quality);
  } finally {
    bitmap.close();
  }
}

/** The middle of an image, cut and scaled to exactly this size: what an img2img source must be. */
export async function cover(file: Blob, widthPixels: number, heightPixels: number): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.max(widthPixels / bitmap.width, heightPixels / bitmap.height);
    const cutWidth = widthPixels / scale;
    const cutHeight = heightPixels / scale;
    return await draw(bitmap, widthPixels, heightPixels, 0.92, {
      x: (bitmap.width - cutWidth) / 2,
      y: (bitmap.height - cutHeight) / 2,
      width: cutWidth,
      height: cutHeight,
    });
  } finally {
    bitmap.close();
  }
}

async function draw(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  quality: number,
  cut = { x: 0, y: 0, width: bitmap.width, height: bitmap.height },
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser has no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, cut.x, cut.y, cut.width, cut.height, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/webp', quality });
}
