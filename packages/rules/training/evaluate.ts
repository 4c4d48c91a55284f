/**
 * Measures the committed weights on the part of the table that was held back, times one price, and draws the plot:
 * `npx node packages/rules/training/evaluate.ts`.
 */
import { writeFileSync } from 'node:fs';
import { FEATURE_COUNT, priceFeatures } from '../src/image/price/features.ts';
import { predictKudos } from '../src/image/price/network.ts';
import { errorsOf, examplesOf, inWords } from './measure.ts';
import { plot } from './plot.ts';
import { readTable, splitTable } from './table.ts';
import { WELL_KNOWN_JOBS } from './wellKnownJobs.ts';

const { trained, heldBack } = splitTable(readTable());
const unseen = examplesOf(heldBack);
const errors = inWords(errorsOf(predictKudos, unseen));
console.log(`held back, ${heldBack.length} jobs: ${errors}`);
console.log(`trained on, ${trained.length} jobs: ${inWords(errorsOf(predictKudos, examplesOf(trained)))}`);

for (const { name, kudos, job } of WELL_KNOWN_JOBS) {
  const predicted = predictKudos(priceFeatures(job) ?? new Float64Array(FEATURE_COUNT));
  const off = `${((predicted / kudos - 1) * 100).toFixed(1)} %`;
  console.log(
    `${name.padEnd(42)}${kudos.toFixed(2).padStart(8)}${predicted.toFixed(2).padStart(8)}${off.padStart(8)}`,
  );
}

const priceAll = () =>
  heldBack.map(({ job }) => predictKudos(priceFeatures(job) ?? new Float64Array(FEATURE_COUNT)));
const predicted = priceAll();
const rounds = Array.from({ length: 9 }, () => {
  const started = performance.now();
  priceAll();
  return ((performance.now() - started) * 1000) / heldBack.length;
}).sort((a, b) => a - b);
console.log(`one price: ${rounds[4]?.toFixed(1)} µs (median of 9 rounds over the held-back jobs)`);

writeFileSync(
  new URL('../../../docs/image-price-network.svg', import.meta.url),
  plot(
    heldBack.map(({ kudos }, index) => ({ kudos, predicted: predicted[index] ?? kudos })),
    `${heldBack.length} jobs that it was not trained on: ${errors}`,
  ),
);
