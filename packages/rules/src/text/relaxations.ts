/** How a text request that no worker takes can be made one that a worker takes, in the order in which it is tried. */
import type { Relaxation } from '../shared/nearest.ts';
import { without } from '../shared/without.ts';
import type { TextRequirements, TextWorkerOffer } from './records.ts';
import { billionsInName } from './reference.ts';

type TextRelaxation = Relaxation<TextRequirements, TextWorkerOffer>;

/** Least lengths that a request may ask for. */
export const LENGTH_MIN = 16;
export const CONTEXT_LENGTH_MIN = 80;

/** As much to read as a worker reads, but never less than is written. */
const SHORTER_CONTEXT: TextRelaxation = {
  lifts: ['context length'],
  relax(r, { maxContextLength }) {
    if (r.maxContextLength <= maxContextLength) return [];
    return [
      {
        requirements: { ...r, maxContextLength },
        changes: { params: { max_context_length: maxContextLength } },
        nearness: maxContextLength,
      },
    ];
  },
};

/** As much to write as a worker writes. */
const SHORTER: TextRelaxation = {
  lifts: ['length'],
  relax(r, { maxLength }) {
    if (r.maxLength <= maxLength) return [];
    return [
      {
        requirements: { ...r, maxLength },
        changes: { params: { max_length: maxLength } },
        nearness: maxLength,
      },
    ];
  },
};

/** Models of one worker that are looked at. */
const MODELS_TRIED_MAX = 20;

/** How far apart two models are in size, by what their names claim: 0 is the same; advice alone rests on it. */
function distance(model: string, wanted: readonly string[]): number {
  const size = billionsInName(model);
  const distances = wanted.map(name => {
    const other = billionsInName(name);
    return size && other ? Math.abs(Math.log(size / other)) : 10;
  });
  return Math.min(...distances);
}

/** A model that is served: the one nearest in size to those asked for. */
const OTHER_MODEL: TextRelaxation = {
  lifts: ['model offered'],
  relax(r, offer) {
    return (
      [...offer.models.names]
        // A model that belongs to one user is not proposed to others.
        .filter(name => !name.includes('::'))
        .slice(0, MODELS_TRIED_MAX)
        .map(name => ({
          requirements: { ...r, models: [name] },
          changes: { models: [name] },
          nearness: -distance(name, r.models),
        }))
    );
  },
};

/** First what changes nothing in the text, then what shortens it, then what makes another text. */
export const TEXT_RELAXATIONS: readonly TextRelaxation[] = [
  without(['slow worker'], r => !r.slowWorkers, {
    requirements: { slowWorkers: true },
    changes: { slow_workers: true },
  }),
  without(['extra slow worker'], r => !r.extraSlowWorkers, {
    requirements: { extraSlowWorkers: true },
    changes: { extra_slow_workers: true },
  }),
  without(['worker list'], r => r.workerList !== null, {
    requirements: { workerList: null },
    changes: { workers: null, worker_blacklist: null },
  }),
  without(['trusted workers only'], r => r.trustedWorkers, {
    requirements: { trustedWorkers: false },
    changes: { trusted_workers: false },
  }),
  without(['validated backend'], r => r.validatedBackends, {
    requirements: { validatedBackends: false },
    changes: { validated_backends: false },
  }),
  SHORTER_CONTEXT,
  SHORTER,
  without(['nsfw'], r => r.nsfw, { requirements: { nsfw: false }, changes: { nsfw: false } }),
  without(['soft prompt'], r => r.softprompt !== null, {
    requirements: { softprompt: null },
    changes: { softprompt: null },
  }),
  OTHER_MODEL,
];
