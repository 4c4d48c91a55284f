/** What the browser says about the room for pictures. */
export interface StorageState {
  /** The browser promised not to clear it by itself. */
  isPersistent: boolean;
  isNearlyFull: boolean;
  /** What the browser would store in all; null when it does not say. */
  quotaBytes: number | null;
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
    return {
      isPersistent,
      isNearlyFull: quota > 0 && usage / quota > NEARLY_FULL,
      quotaBytes: quota > 0 ? quota : null,
    };
  } catch {
    return { isPersistent: false, isNearlyFull: false, quotaBytes: null };
  }
}
