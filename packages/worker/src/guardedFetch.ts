import { ForbiddenAddress, guardedConnector } from '@openhorde/outbound';
import { Agent, buildConnector, fetch } from 'undici';

export interface GuardedFetch {
  fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/**
 * The fetch of a worker. Its horde names addresses (uploads, source images, redirects), and a worker stands in a
 * private network: only the public internet may be named, and the horde's own origin, which may itself be in a private network.
 * Fails as `fetch` does, with ForbiddenAddress among the causes.
 * @param hordeUrl an address of the horde, any path
 */
export function createGuardedFetch(hordeUrl: string): GuardedFetch {
  const { origin } = new URL(hordeUrl);
  const guarded = guardedConnector();
  const open = buildConnector({ allowH2: false, timeout: 10_000 });
  const agent = new Agent({
    connect: (options, callback) => {
      const isHorde = `${options.protocol}//${options.host}` === origin;
      (isHorde ? open : guarded)(options, callback);
    },
    maxHeaderSize: 16_384,
  });
  const guardedFetch = async (input: string | URL, init?: object) => {
    // `data:` and `blob:` would be answered without a connection, an upload to them with success.
    if (!/^https?:/i.test(String(input))) throw new ForbiddenAddress(String(input).slice(0, 100));
    return fetch(input, { ...init, dispatcher: agent });
  };
  // The fetch that Node brings and the package's own have types of their own, and are the same.
  return { fetch: guardedFetch as unknown as typeof globalThis.fetch, close: () => agent.destroy() };
}
