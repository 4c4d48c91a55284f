import { type Server, startServer } from '@openhorde/server';
import { arePagesStale, buildPages, PAGES } from '../pages.ts';
import { untilToldToStop } from '../signals.ts';
import { say } from '../terminal.ts';

/** `openhorde server`: a node alone. Its log goes to standard output. */
export async function server(options: { pages: boolean }): Promise<void> {
  if (options.pages && (await arePagesStale())) await buildPages();
  const running: Server = await startServer(options.pages ? { pages: PAGES } : {});
  say(`OpenHorde is listening on ${running.url}`);
  await untilToldToStop();
  await running.stop();
}
