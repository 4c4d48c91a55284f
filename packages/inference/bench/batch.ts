/**
 * What pictures cost with the shipped engine: `node packages/inference/bench/batch.ts [rounds]`.
 *
 * Four pictures in one batch and four batches of one take turns, so that other work on the machine falls on both.
 * It prints the median time by the clock, and in brackets the processor time, which other work disturbs less. The task
 * has the defaults of the Horde: 30 steps of k_euler_a with guidance 7.5.
 */
import { availableParallelism, cpus } from 'node:os';
import type { ImageTask } from '../src/index.ts';
import { createOnnxEngine } from '../src/index.ts';

const rounds = Number(process.argv[2] ?? 7);
const never = new AbortController().signal;
const task: ImageTask = {
  model: 'emoji-64',
  prompt: 'a cat',
  negativePrompt: '',
  width: 64,
  height: 64,
  steps: 30,
  guidance: 7.5,
  sampler: 'k_euler_a',
  karras: true,
  seeds: [1],
};
const FOUR = [1, 2, 3, 4];

const engine = createOnnxEngine();
const draw = (change: Partial<ImageTask>) => engine.generate({ ...task, ...change }, () => {}, never);

interface Cost {
  clockMs: number;
  processorMs: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { clockMs: performance.now() - start, processorMs: (user + system) / 1000 };
}

async function together(change: Partial<ImageTask>) {
  await draw({ ...change, seeds: FOUR });
}

async function oneByOne(change: Partial<ImageTask>) {
  for (const seed of FOUR) await draw({ ...change, seeds: [seed] });
}

function median(costs: readonly Cost[]): Cost {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  return {
    clockMs: middle(costs.map(({ clockMs }) => clockMs)),
    processorMs: middle(costs.map(({ processorMs }) => processorMs)),
  };
}

const shown = ({ clockMs, processorMs }: Cost) =>
  `${clockMs.toFixed(0)} (${processorMs.toFixed(0)}) ms`.padStart(18);

console.log(`${cpus()[0]?.model}, ${availableParallelism()} threads, ${rounds} rounds`);
console.log(`load          ${shown(await costOf(() => engine.load(task.model)))}`);
for (const side of [64, 512, 1024]) {
  const size = { width: side, height: side };
  await together(size);
  const single: Cost[] = [];
  const batch: Cost[] = [];
  const singles: Cost[] = [];
  for (let round = 0; round < rounds; round++) {
    batch.push(await costOf(() => together(size)));
    singles.push(await costOf(() => oneByOne(size)));
    single.push(await costOf(() => draw(size)));
  }
  const [one, four, four1] = [median(single), median(batch), median(singles)];
  const ratio = `${(four.clockMs / four1.clockMs).toFixed(2)} (${(four.processorMs / four1.processorMs).toFixed(2)})`;
  console.log(
    `${side}x${side}`.padEnd(9),
    `one ${shown(one)}   batch of 4 ${shown(four)}   4 batches of 1 ${shown(four1)}   ratio ${ratio}`,
  );
}
console.log(`memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`);
await engine.close();
