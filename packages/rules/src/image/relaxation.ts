import type { Relaxation } from '../shared/nearest.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import type { ModelReference } from './reference.ts';

export type ImageRelaxation = Relaxation<ImageRequirements, ImageWorkerOffer, ModelReference>;
