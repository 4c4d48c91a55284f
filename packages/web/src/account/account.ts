/** The API key of whoever sits here. It stays in this browser, is sent only to the horde, and never stands in an address. */
import { ANONYMOUS_KEY } from '@openhorde/sdk';
import { createStore } from '../ui/createStore.ts';

const STORAGE_KEY = 'openhorde.apikey';

export const apiKey = createStore<string>(read());

function read(): string {
  try {
    return localStorage.getItem(STORAGE_KEY) || ANONYMOUS_KEY;
  } catch {
    return ANONYMOUS_KEY;
  }
}

export function isAnonymous(key: string): boolean {
  return key === ANONYMOUS_KEY;
}

/** Remembers the key; an empty one signs out. */
export function saveApiKey(key: string): void {
  const clean = key.trim() || ANONYMOUS_KEY;
  try {
    if (isAnonymous(clean)) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, clean);
  } catch {
    // Storage is forbidden: the key then lives as long as the page.
  }
  apiKey.set(clean);
}
