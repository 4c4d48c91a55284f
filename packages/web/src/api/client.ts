/** The one client of the app; it talks to the horde that served the page. Keys go along call by call. */
import { createClient } from '@openhorde/sdk';

export const horde = createClient({
  url: globalThis.location.origin,
  agent: 'OpenHorde Web:0.1.0:in-browser',
});
