import { readWorkerConfig, startWorker } from '@openhorde/worker';
import { untilToldToStop } from '../signals.ts';
import { bold, dim, say, styled } from '../terminal.ts';
import { workerView } from '../workerView.ts';

/** `openhorde worker`: lends this machine to a horde, as `bridgeData.yaml` says. */
export async function worker(options: { config: string }): Promise<void> {
  const { config, warnings } = await readWorkerConfig(options.config, process.env);
  for (const warning of warnings) say(`note: ${warning}`);
  say(
    styled`${bold(config.dreamerName)} works for ${config.hordeUrl} ${dim('(Ctrl-C: finish and stop; again: stop now)')}`,
  );
  const running = startWorker(config, { onEvent: workerView() });
  await untilToldToStop(running.stop, running.stopped);
  await running.stopped;
}
