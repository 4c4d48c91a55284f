import type { Option, Relaxation } from '../shared/nearest.ts';
import type { ImageRequirements, ImageWorkerOffer } from './records.ts';
import type { ModelReference } from './reference.ts';

export type ImageRelaxation = Relaxation<ImageRequirements, ImageWorkerOffer, ModelReference>;

type Change = Omit<Option<ImageRequirements>, 'requirements'> & { requirements: Partial<ImageRequirements> };

/** One way, the same for every worker, where the request asks for the thing at all. */
export function without(
  lifts: readonly string[],
  isAsked: (r: ImageRequirements) => boolean,
  { requirements, changes }: Change,
): ImageRelaxation {
  return {
    lifts,
    relax: asked => (isAsked(asked) ? [{ requirements: { ...asked, ...requirements }, changes }] : []),
  };
}
