import { baselineOf, isSpecialModel } from './reference.ts';
import type { ImageRelaxation } from './relaxation.ts';

/** Models of one worker that are looked at: it may offer hundreds. */
const MODELS_TRIED_MAX = 20;

/** A model that is served: one of the same family as those asked for if there is one. */
export const RELAXED_MODEL: ImageRelaxation = {
  lifts: ['model offered'],
  relax(r, offer, reference) {
    const families = new Set(r.models.map(name => baselineOf(name, reference)));
    return (
      [...offer.models.names]
        // A model that belongs to one user is not proposed to others.
        .filter(name => !isSpecialModel(name) && !name.includes('::'))
        .map(name => ({ name, nearness: families.has(baselineOf(name, reference)) ? 1 : 0 }))
        .sort((a, b) => b.nearness - a.nearness)
        .slice(0, MODELS_TRIED_MAX)
        .map(({ name, nearness }) => ({
          requirements: { ...r, models: [name] },
          changes: { models: [name] },
          nearness,
        }))
    );
  },
};
