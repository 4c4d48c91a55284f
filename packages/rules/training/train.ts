/**
 * Trains the price network and writes its weights: `npx node packages/rules/training/train.ts`. The same numbers come
 * out wherever it runs. `--epochs=20` for a quick try, `--out=file.ts` to keep the present weights.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FEATURE_COUNT } from '../src/image/price/features.ts';
import { networkOf } from '../src/image/price/network.ts';
import { errorsOf, examplesOf, inWords } from './measure.ts';
import { seededRandom, shuffle } from './random.ts';
import { storedNetwork, writeWeights } from './stored.ts';
import { readTable, splitTable } from './table.ts';
import { Trainer } from './trainer.ts';
import { WELL_KNOWN_JOBS } from './wellKnownJobs.ts';

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '240' },
    hidden: { type: 'string', default: '112,112,112' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});

const SHAPE = [FEATURE_COUNT, ...options.hidden.split(',').map(Number), 1];
const BATCH = 256;
const RATE_MAX = 0.003;
const WARM_UP_STEPS = 500;
const WEIGHT_DECAY = 0.1;
/** How often each well-known job stands among the others: often enough that they are learnt to within 1 %. */
const WELL_KNOWN_TIMES = 20;

const { trained, heldBack } = splitTable(readTable());
const wellKnown = Array.from({ length: WELL_KNOWN_TIMES }, () => WELL_KNOWN_JOBS).flat();
const examples = examplesOf([...trained, ...wellKnown]);
const unseen = examplesOf(heldBack);

const random = seededRandom(Number(options.seed));
const trainer = new Trainer(SHAPE, BATCH, random);
const order = Uint32Array.from(examples.kudos, (_, index) => index);
const batches = Math.floor(order.length / BATCH);
const epochs = Number(options.epochs);
const started = performance.now();

for (let epoch = 0; epoch < epochs; epoch++) {
  shuffle(order, random);
  for (let batch = 0; batch < batches; batch++) {
    const step = epoch * batches + batch;
    const falling = (1 + Math.cos((Math.PI * step) / (epochs * batches))) / 2;
    const rate = RATE_MAX * Math.min(1, (step + 1) / WARM_UP_STEPS) * falling;
    trainer.learn(examples, order.subarray(batch * BATCH, (batch + 1) * BATCH), rate, WEIGHT_DECAY);
  }
  if ((epoch + 1) % 10 > 0 && epoch + 1 < epochs) continue;
  const network = networkOf(storedNetwork(SHAPE, trainer.parameters()));
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`epoch ${epoch + 1}, ${seconds} s, held back: ${inWords(errorsOf(network, unseen))}`);
}

const file = options.out
  ? pathToFileURL(options.out)
  : new URL('../src/image/price/weights.ts', import.meta.url);
writeWeights(storedNetwork(SHAPE, trainer.parameters()), file);
