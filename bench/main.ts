import { readOptions } from './options.ts';
import { startOwnServer } from './ownServer.ts';
import { headline, lineOf, save } from './report.ts';
import { runBench } from './run.ts';

/** `npm run bench`: what a horde can carry. `npm run bench -- --help` says how to point it at another one. */
async function main(): Promise<void> {
  const options = readOptions();
  const own =
    options.url === undefined
      ? await startOwnServer({ waiting: Math.max(...options.backlogs), cpuProf: options.cpuProf })
      : undefined;
  const subject = own
    ? { name: 'a server of our own', url: own.url, pids: [own.pid] }
    : { name: options.url!, url: options.url!, pids: options.pids };
  const plan = own ? { ...options, apikeys: own.apikeys, workerKeys: own.workerKeys } : options;
  try {
    console.log(`${headline()}`);
    const report = await runBench(subject, plan, result => {
      console.log(lineOf(result));
      for (const sample of result.errorSamples) console.log(`  ${sample}`);
    });
    const { memoryMBPer100kWaiting: memory, load } = report;
    if (memory) {
      console.log(
        `memory for each 100,000 waiting requests: node ${memory.node} MB, postgres ${memory.postgres} MB`,
      );
    }
    console.log(`load of the machine: ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`);
    await save(options.out, report);
    console.log(`saved in ${options.out}`);
  } finally {
    await own?.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
