/** How far a network is off. */
import { FEATURE_COUNT, priceFeatures } from '../src/image/price/features.ts';
import type { PricedRow } from './table.ts';
import type { Examples } from './trainer.ts';

/** The inputs of the network for each row, and its price. @throws RangeError for a job that it cannot know. */
export function examplesOf(rows: readonly PricedRow[]): Examples {
  const features = new Float64Array(rows.length * FEATURE_COUNT);
  for (const [index, { job }] of rows.entries()) {
    const inputs = priceFeatures(job);
    if (!inputs) throw new RangeError(`not a job of the table: ${JSON.stringify(job)}`);
    features.set(inputs, index * FEATURE_COUNT);
  }
  return { features, kudos: Float64Array.from(rows, row => row.kudos) };
}

/** Relative errors, smallest first, whatever their sign. */
export function errorsOf(network: (features: Float64Array) => number, examples: Examples): Float64Array {
  return examples.kudos
    .map((kudos, row) => {
      const predicted = network(examples.features.subarray(row * FEATURE_COUNT, (row + 1) * FEATURE_COUNT));
      return Math.abs(predicted / kudos - 1);
    })
    .sort();
}

/** The value that a share of the sorted ones do not exceed. */
export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;

/** The usual quantiles of sorted errors, as a line for people. */
export function inWords(errors: Float64Array): string {
  const parts = [0.9, 0.95, 0.99].map(share => `p${share * 100} ${percent(quantile(errors, share))}`);
  return [`median ${percent(quantile(errors, 0.5))}`, ...parts].join(', ');
}
