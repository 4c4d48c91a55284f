import type { Principal } from '../../http/index.ts';

const LIFE_MILLISECONDS = 24 * 3600 * 1000;
const ADDRESSES_MAX = 50_000;

/** Addresses from which trusted, education or service accounts asked for images within a day: their limits are higher. */
export class KnownAddresses {
  readonly #notedAtMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** An account's request has passed its checks. Proxied addresses say nothing about who is behind them. */
  note(user: Pick<Principal, 'trusted' | 'education' | 'service'>, ip: string, proxied: boolean): void {
    if (proxied || !(user.trusted || user.education || user.service)) return;
    this.#notedAtMs.delete(ip);
    if (this.#notedAtMs.size >= ADDRESSES_MAX) this.#notedAtMs.delete(this.#notedAtMs.keys().next().value!);
    this.#notedAtMs.set(ip, this.#now());
  }

  has(ip: string): boolean {
    const notedAtMs = this.#notedAtMs.get(ip);
    return notedAtMs !== undefined && this.#now() - notedAtMs < LIFE_MILLISECONDS;
  }
}
