import type { TestHorde } from '../testHorde.ts';

/** Every field of a request that takes an image or its address. `good`: an image that is not looked at twice. */
export const SOURCE_FIELDS: Record<string, (image: string, good: string) => object> = {
  source_image: image => ({ source_image: image }),
  source_mask: (image, good) => ({
    source_image: good,
    source_mask: image,
    source_processing: 'inpainting',
  }),
  extra_source_images: (image, good) => ({
    source_image: good,
    source_processing: 'remix',
    models: ['Stable Cascade 1.0'],
    extra_source_images: [{ image }],
  }),
};

/** Sends a request with these fields. @returns status and return code */
export async function ask(horde: TestHorde, apikey: string, fields: object): Promise<[number, string]> {
  const { status, body } = await horde.call('POST', '/generate/async', {
    apikey,
    body: { prompt: 'a heron', ...fields },
  });
  return [status, (body as { rc?: string }).rc ?? JSON.stringify(body)];
}
