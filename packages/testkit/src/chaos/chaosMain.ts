/** `npm run chaos -- --minutes 10 --seed 7`: see `chaos`. Prints what breaks; ends with 1 when the verdict is bad. */
import { parseArgs } from 'node:util';
import { chaos } from './chaos.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '0.5' }, seed: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const seconds = Number(values.minutes) * 60;
if (!(seconds > 0) || !Number.isInteger(seed))
  throw new Error('--minutes takes a number, --seed a whole one');
console.log(`seed ${seed}`);
await chaos({ seconds, seed, onEvent: text => console.log(`${new Date().toISOString()} ${text}`) });
console.log('Nothing was lost, paid twice or refused unfairly.');
