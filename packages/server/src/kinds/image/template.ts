import type { ImagePayloadTemplate } from '@openhorde/rules';

/** What the jobs of a request are made of; stored as `requests.payload`. */
export interface ImageTemplate {
  job: ImagePayloadTemplate;
  /** Null: drawn at each pop. */
  seed: number | null;
  seedVariation: number | null;
  source: {
    image: boolean;
    mask: boolean;
    processing: string;
    /** One for each extra source image. */
    extraStrengths: number[];
  };
}

/** Keys of source images in the object store (rules-storage-stats §1). */
export const sourceKey = (requestId: string): string => `${requestId}_src.webp`;
export const maskKey = (requestId: string): string => `${requestId}_msk.webp`;
export const extraSourceKey = (requestId: string, index: number): string =>
  `${requestId}_exra_src_${index}.webp`;
/** Key of the result of a job. */
export const resultKey = (jobId: string): string => `${jobId}.webp`;
