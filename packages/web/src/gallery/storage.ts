/** What the browser says about the room for pictures. */
export interface StorageState {
  /** The browser promised not to clear it by itself. */
  isPersistent: boolean;
  isNearlyFull: boolean;
}

/** Share of the quota from which on people are warned. */
const NEARLY_FULL = 0.8;

export function canPersist(): boolean {
  return typeof navigator.storage?.persist === 'function';
}

export async function readStorage(): Promise<StorageState> {
  try {
    const [isPersistent, { usage = 0, quota = 0 }] = await Promise.all([
      navigator.storage.persisted(),
      navigator.storage.estimate(),
    ]);
    return { isPersistent, isNearlyFull: quota > 0 && usage / quota > NEARLY_FULL };
  } catch {
    return { isPersistent: false, isNearlyFull: false };
  }
}
