import { type Server, startServer } from '@openhorde/server';
import { arePagesStale, buildPages, PAGES } from '../pages.ts';
import { untilToldToStop } from '../signals.ts';

/**
 * `openhorde server`: a node alone. Standard output is its log and nothing else; in it stands where the horde is found, and
 * as long as it has no administrator an address under which one is made.
 */
export async function server(options: { pages: boolean }): Promise<void> {
  if (options.pages && (await arePagesStale())) await buildPages();
  const running: Server = await startServer(options.pages ? { pages: PAGES } : {});
  const { log, url, addresses } = running;
  const administratorAddress = await running.features.firstAdminAddress();
  const others = addresses.length > 0 ? `; others reach it by ${addresses.join(', ')}` : '';
  if (administratorAddress !== undefined) {
    log.warn(
      `This horde has no administrator yet. Make one under this address, which works once: ${administratorAddress}`,
    );
  }
  log.info({ url, addresses }, `OpenHorde is listening on ${url}${others}`);
  await untilToldToStop();
  await running.stop();
}
