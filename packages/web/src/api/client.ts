/** The one client of the app; it talks to the horde that served the page. Keys go along call by call. */
import { createClient } from '@openhorde/sdk';

export const horde = createClient({
  url: globalThis.location.origin,
  agent: 'OpenHorde Web:0.1.0:in-browser',
  fetch: (input, init) => fetch(input, { ...init, ...specialsOf(String(input), init?.method) }),
});

function specialsOf(url: string, method: string | undefined): RequestInit {
  // A request that is taken back as the page closes must still be.
  if (method === 'DELETE') return { keepalive: true };
  // The balance right after a job: answers are kept for half a minute otherwise.
  if (new URL(url).pathname.endsWith('/find_user')) return { cache: 'reload' };
  return {};
}
