import { type Server, startServer } from '@openhorde/server';
import { arePagesStale, buildPages, PAGES } from '../pages.ts';
import { untilToldToStop } from '../signals.ts';
import { say } from '../terminal.ts';

/**
 * `openhorde server`: a node alone. Its log goes to standard output, and as long as the horde has no administrator an
 * address under which one is made.
 */
export async function server(options: { pages: boolean }): Promise<void> {
  if (options.pages && (await arePagesStale())) await buildPages();
  const running: Server = await startServer(options.pages ? { pages: PAGES } : {});
  const address = await running.features.firstAdminAddress();
  say(`OpenHorde is listening on ${running.url}`);
  if (address !== undefined) {
    say(`This horde has no administrator yet. Make one under this address, which works once: ${address}`);
  }
  await untilToldToStop();
  await running.stop();
}
