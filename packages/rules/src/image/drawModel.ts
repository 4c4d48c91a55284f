import type { ImageRequirements, ImageWorkerOffer } from './records.ts';

/** Names of the models that the worker could use for the request: all it offers when the request names none. */
export function usableModels(requirements: ImageRequirements, offer: ImageWorkerOffer): string[] {
  if (requirements.models.length === 0) return [...offer.models.names];
  return requirements.models.filter(name => offer.models.names.has(name));
}

/** The one model that all jobs of a batch are made with: any of the usable ones alike. `random` is uniform in [0, 1). */
export function drawModel(
  requirements: ImageRequirements,
  offer: ImageWorkerOffer,
  random: () => number,
): string | undefined {
  const usable = usableModels(requirements, offer);
  return usable[Math.floor(random() * usable.length)];
}
