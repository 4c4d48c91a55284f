import type { TestHorde } from '../testHorde.ts';

/** A field that takes an image or its address. */
export interface SourceField {
  path: string;
  /** @param good an image that is not looked at twice, where another one must be there, too */
  body(image: string, good: string): object;
}

/** Those of requests for images. */
export const IMAGE_FIELDS: Record<string, SourceField> = {
  source_image: { path: '/generate/async', body: image => ({ prompt: 'a heron', source_image: image }) },
  source_mask: {
    path: '/generate/async',
    body: (image, good) => ({
      prompt: 'a heron',
      source_image: good,
      source_mask: image,
      source_processing: 'inpainting',
    }),
  },
  extra_source_images: {
    path: '/generate/async',
    body: (image, good) => ({
      prompt: 'a heron',
      source_image: good,
      source_processing: 'remix',
      models: ['Stable Cascade 1.0'],
      extra_source_images: [{ image }],
    }),
  },
};

/** The one of alchemy, where an address is passed on to workers after a look at the header of its image. */
export const ALCHEMY_FIELD: SourceField = {
  path: '/interrogate/async',
  body: image => ({ source_image: image, forms: [{ name: 'caption' }] }),
};

/** @returns status and return code */
export async function send(
  horde: TestHorde,
  apikey: string,
  path: string,
  body: object,
): Promise<[number, string]> {
  const answer = await horde.call('POST', path, { apikey, body });
  return [answer.status, (answer.body as { rc?: string }).rc ?? JSON.stringify(answer.body)];
}
