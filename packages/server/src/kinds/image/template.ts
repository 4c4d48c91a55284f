import type { ImagePayloadTemplate } from '@openhorde/rules';

/** What the jobs of a request are made of; stored as `requests.payload`. */
export interface ImageTemplate {
  job: ImagePayloadTemplate;
  /** Null: drawn at each pop. */
  seed: number | null;
  seedVariation: number | null;
  source: {
    /** Names the source images in the object store. A worker reads it, so it tells nothing of the request. */
    id: string;
    image: boolean;
    mask: boolean;
    processing: string;
    /** One for each extra source image. */
    extraStrengths: number[];
  };
}

/** Keys of source images in the object store. */
export const sourceKey = (sourceId: string): string => `${sourceId}_src.webp`;
export const maskKey = (sourceId: string): string => `${sourceId}_msk.webp`;
export const extraSourceKey = (sourceId: string, index: number): string => `${sourceId}_extra_${index}.webp`;
/** Key of the result of a job. */
export const resultKey = (jobId: string): string => `${jobId}.webp`;
