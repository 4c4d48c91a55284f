/** A worker as a process of its own, to be killed: settings as JSON in the first argument. Prints each event as JSON. */
import { startWorker, workerConfigFrom } from '@openhorde/worker';

const { config } = workerConfigFrom(JSON.parse(process.argv[2] ?? '{}'));
const worker = startWorker(config, {
  timing: { popGapMs: 20, holdSeconds: 1, progressGapMs: 200, deliveryMs: { first: 20, longest: 200 } },
  onEvent: event => console.log(JSON.stringify(event)),
});
await worker.stopped;
