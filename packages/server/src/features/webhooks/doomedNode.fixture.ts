import { createLog, startServer } from '../../index.ts';

// A node in a separate process, to be killed. It never learns the address of any receiver, so what it settles
// stays undelivered.

const { url } = await startServer({
  log: createLog('error'),
  outbound: { resolve: () => new Promise(() => {}), lookupMs: 3_600_000 },
});
process.stdout.write(`${url}\n`);
