import {
  type AnyObject,
  ModelGenerationInputKobold,
  ModelGenerationInputStable,
  RequestsCheckInput,
  type Route,
  routes,
  type WorkerType,
} from '@openhorde/contract';
import {
  EXTRA_SOURCE_IMAGES_MAX,
  LORAS_MAX,
  PROMPT_WORDS_MAX,
  STOP_SEQUENCE_CHARACTERS_MAX,
  STOP_SEQUENCES_MAX,
  TILES_MAX,
  TIS_MAX,
  UPSCALERS_MAX,
  WORKER_LIST_MAX,
} from '@openhorde/rules';
import type { Kinds } from '../../core/kind.ts';
import { BODY_BYTES_MAX, WAIT_SECONDS_MAX } from '../../http/index.ts';
import { IMAGE_LIMITS } from '../../platform/images.ts';

type Facts = Readonly<Record<string, number>>;

const maximumOf = (schema: AnyObject, field: string): number =>
  (schema.properties[field] as { maximum: number }).maximum;
const bytesOf = ({ bodyBytesMax = BODY_BYTES_MAX }: Route): number => bodyBytesMax;

const OF_ANY_KIND: Facts = {
  wait_seconds: WAIT_SECONDS_MAX,
  checks: (RequestsCheckInput.properties.ids as unknown as { maxItems: number }).maxItems,
  workers: WORKER_LIST_MAX,
};

const imageFacts = (loraBytesMax: number): Facts => ({
  images: maximumOf(ModelGenerationInputStable, 'n'),
  width: maximumOf(ModelGenerationInputStable, 'width'),
  height: maximumOf(ModelGenerationInputStable, 'height'),
  steps: maximumOf(ModelGenerationInputStable, 'steps'),
  prompt_words: PROMPT_WORDS_MAX,
  loras: LORAS_MAX,
  lora_bytes: loraBytesMax,
  tis: TIS_MAX,
  upscalers: UPSCALERS_MAX,
  extra_source_images: EXTRA_SOURCE_IMAGES_MAX,
  source_image_pixels: IMAGE_LIMITS.pixelsMax,
  source_image_bytes: IMAGE_LIMITS.sizeBytesMax,
  body_bytes: bytesOf(routes.imageAsync),
});

const TEXT_FACTS: Facts = {
  texts: maximumOf(ModelGenerationInputKobold, 'n'),
  max_length: maximumOf(ModelGenerationInputKobold, 'max_length'),
  max_context_length: maximumOf(ModelGenerationInputKobold, 'max_context_length'),
  stop_sequences: STOP_SEQUENCES_MAX,
  stop_sequence_characters: STOP_SEQUENCE_CHARACTERS_MAX,
  body_bytes: bytesOf(routes.textAsync),
};

const ALCHEMY_FACTS: Facts = {
  tiles: TILES_MAX,
  source_image_bytes: IMAGE_LIMITS.sizeBytesMax,
  body_bytes: bytesOf(routes.alchemyAsync),
};

/** What programs may want to know before they ask: which kinds of work are open, and the largest of everything. */
export function serviceFacts({ kinds, config }: { kinds: Kinds; config: { loraBytesMax: number } }) {
  const ofKind: Record<WorkerType, Facts> = {
    image: imageFacts(config.loraBytesMax),
    text: TEXT_FACTS,
    interrogation: ALCHEMY_FACTS,
  };
  const open = [...kinds.keys()];
  return {
    kinds: open,
    limits: { ...OF_ANY_KIND, ...Object.fromEntries(open.map(kind => [kind, ofKind[kind]])) },
  };
}
