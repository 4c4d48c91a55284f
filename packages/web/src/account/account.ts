/**
 * The API key of the person at this browser. It stays here, is sent only to the horde, and never stands in an address.
 * All tabs of the app have the same one.
 */
import { ANONYMOUS_KEY } from '@openhorde/sdk';
import { createStore } from '../ui/createStore.ts';
import { onRemembered, remember, remembered } from '../ui/remember.ts';

const NAME = 'apikey';

export const apiKey = createStore<string>(remembered(NAME) || ANONYMOUS_KEY);
onRemembered(NAME, key => apiKey.set(key || ANONYMOUS_KEY));

export function isAnonymous(key: string): boolean {
  return key === ANONYMOUS_KEY;
}

/** Remembers the key; an empty one signs out. */
export function saveApiKey(key: string): void {
  const clean = key.trim() || ANONYMOUS_KEY;
  remember(NAME, isAnonymous(clean) ? null : clean);
  apiKey.set(clean);
}
