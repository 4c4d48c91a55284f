import {
  type ImageModel,
  parseImageModelReference,
  parseTextModelReference,
  type TextModel,
} from '@openhorde/rules';
import type { Logger } from 'pino';
import imageSample from './image-models.sample.json' with { type: 'json' };
import { KeptReference, type ReadSource } from './keptReference.ts';
import textSample from './text-models.sample.json' with { type: 'json' };

type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** The shipped models are known whatever list the operator takes, so that the built-in worker may always offer them. */
const SHIPPED_BASELINE = 'openhorde_tiny';

/** The image models that the horde knows, with their baselines and requirements. */
export const imageReference = (sources: readonly string[], read: ReadSource, log: Log) =>
  new KeptReference<ImageModel>({
    kind: 'image',
    sources,
    read,
    log,
    parse: parseImageModelReference,
    sample: parseImageModelReference(imageSample),
    staysKnown: model => model.baseline === SHIPPED_BASELINE,
  });

/** The text models that the horde knows, with the number of their parameters. */
export const textReference = (sources: readonly string[], read: ReadSource, log: Log) =>
  new KeptReference<TextModel>({
    kind: 'text',
    sources,
    read,
    log,
    parse: parseTextModelReference,
    sample: parseTextModelReference(textSample),
  });
