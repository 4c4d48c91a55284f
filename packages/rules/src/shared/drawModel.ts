/** What drawing a model reads of a request and of a worker. */
interface Wants {
  /** Names as the request gave them; empty: any model. */
  models: readonly string[];
}
interface Offers {
  models: { names: ReadonlySet<string> };
}

/** Names of the models that the worker could use for the request: all it offers when the request names none. */
function usableModels(requirements: Wants, offer: Offers): string[] {
  if (requirements.models.length === 0) return [...offer.models.names];
  return requirements.models.filter(name => offer.models.names.has(name));
}

/** The one model that all jobs of a batch are made with: any of the usable ones alike. `random` is uniform in [0, 1). */
export function drawModel(requirements: Wants, offer: Offers, random: () => number): string | undefined {
  const usable = usableModels(requirements, offer);
  return usable[Math.floor(random() * usable.length)];
}
