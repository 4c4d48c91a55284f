/** A worker as a process of its own, to be killed: settings as JSON in the first argument. Prints each event's type. */
import { workerConfigFrom } from '../config/config.ts';
import { startWorker } from '../worker.ts';
import { FAST } from './testWorker.ts';

const { config } = workerConfigFrom(JSON.parse(process.argv[2] ?? '{}'));
const worker = startWorker(config, { timing: FAST, onEvent: ({ type }) => console.log(type) });
await worker.stopped.catch(error => {
  console.log(error.name);
  process.exitCode = 1;
});
