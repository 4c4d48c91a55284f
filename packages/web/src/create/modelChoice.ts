/** Which model a newcomer gets, and in which order models are offered. */

export interface ModelOnline {
  name: string;
  /** Worker threads that serve it. */
  count: number;
  /** Pictures waiting. */
  jobs: number;
  /** Seconds until its queue is empty; 10000: no worker serves it. */
  etaSeconds: number;
}

/** Most workers first, then the shorter wait, then the name. */
export function byReadiness(a: ModelOnline, b: ModelOnline): number {
  return b.count - a.count || a.etaSeconds - b.etaSeconds || a.name.localeCompare(b.name);
}

/** The model that most workers serve; null when none is online. */
export function defaultModel(models: readonly ModelOnline[]): string | null {
  return models.filter(model => model.count > 0).sort(byReadiness)[0]?.name ?? null;
}

/** Models whose name holds every word of the search, served ones first. */
export function findModels(models: readonly ModelOnline[], search: string): ModelOnline[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return models
    .filter(model => words.every(word => model.name.toLowerCase().includes(word)))
    .sort(byReadiness);
}
