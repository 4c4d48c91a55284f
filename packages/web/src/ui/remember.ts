/** Small settings of this browser, under names of their own. Where storage is forbidden they live as long as the page. */

/** @returns null when nothing is stored, or storage is forbidden */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(fullName(name));
  } catch {
    return null;
  }
}

/** null forgets. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(fullName(name));
    else localStorage.setItem(fullName(name), value);
  } catch {
    // Forbidden or full.
  }
}

/** Calls `act` with what another tab stored; null: it forgot. */
export function onRemembered(name: string, act: (value: string | null) => void): void {
  globalThis.addEventListener?.('storage', event => {
    if (event.key === fullName(name)) act(event.newValue);
    // All was cleared.
    else if (event.key === null) act(null);
  });
}

function fullName(name: string): string {
  return `openhorde.${name}`;
}
