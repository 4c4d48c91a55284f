import type { Group } from './entry.ts';

/** Groups with waiting requests, by the models that they name. */
export class ModelBuckets<R> {
  readonly #groups = new Map<string, Set<Group<R>>>();

  /** Groups that name at least one of these models. */
  naming(models: readonly string[]): Set<Group<R>> {
    return new Set(models.flatMap(model => [...(this.#groups.get(model) ?? [])]));
  }

  add(group: Group<R>, models: readonly string[]): void {
    for (const model of models) {
      const groups = this.#groups.get(model);
      if (groups) groups.add(group);
      else this.#groups.set(model, new Set([group]));
    }
  }

  delete(group: Group<R>, models: readonly string[]): void {
    for (const model of models) {
      const groups = this.#groups.get(model);
      groups?.delete(group);
      if (groups?.size === 0) this.#groups.delete(model);
    }
  }
}
