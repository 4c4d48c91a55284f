import { HordeError } from '@openhorde/contract';
import { TOLD_SECONDS_MAX } from '@openhorde/rules';
import type { Bus } from '../../../platform/bus.ts';
import type { Executor } from '../../../platform/db.ts';
import { householdOf, NetworkMap } from '../../../platform/networks.ts';

const TOPIC = 'address-timeouts';

/** An address or a network, and when its time-out ends. */
export interface Timeout {
  address: string;
  expiresAtMs: number;
}

export interface TimeoutNeeds {
  db: Executor;
  bus: Bus;
  now(): number;
}

const SET = `
  INSERT INTO address_timeouts (address, expires_at) VALUES ($1, $2)
  ON CONFLICT (address) DO UPDATE SET expires_at = EXCLUDED.expires_at`;

/**
 * Addresses and networks in time-out: in memory on every node, since requests and pops ask. The table is the truth;
 * what changes is told by its address, and read again.
 */
export class AddressTimeouts {
  readonly #needs: TimeoutNeeds;
  readonly #singles = new Map<string, number>();
  readonly #networks = new NetworkMap<Timeout>();
  /** The networks by their spelling, the oldest first. */
  readonly #blocks = new Map<string, Timeout>();

  constructor(needs: TimeoutNeeds) {
    this.#needs = needs;
    needs.bus.subscribe(TOPIC, (payload, own) => (own ? undefined : this.load([payload as string])));
    needs.bus.onGap(() => this.load());
  }

  /** Reads all time-outs, or those of the given addresses; what has no row has none. */
  async load(addresses?: readonly string[]): Promise<void> {
    const { rows } = await this.#needs.db.query<{ address: string; expires_at: Date }>(
      'SELECT address, expires_at FROM address_timeouts WHERE $1::text[] IS NULL OR address = ANY($1)',
      [addresses ?? null],
    );
    const before = addresses ?? [...this.#singles.keys(), ...this.#blocks.keys()];
    for (const address of before) this.#forget(address);
    for (const row of rows) this.#remember({ address: row.address, expiresAtMs: row.expires_at.getTime() });
  }

  /** @throws HordeError TimeoutIP for an address that is in time-out, by itself or by its network */
  assertWelcome(ip: string): void {
    const seconds = this.secondsLeft(ip);
    if (seconds === undefined) return;
    const wait = seconds > TOLD_SECONDS_MAX ? 'Wait until it is over.' : `It ends in ${seconds} seconds.`;
    const own = [ip, householdOf(ip)];
    // Networks are put into it by hand alone.
    const what = this.of(ip).some(({ address }) => own.includes(address))
      ? 'Your address is in time-out, after prompts that were refused or by a moderator.'
      : 'The network of your address was put into time-out by a moderator.';
    throw new HordeError('TimeoutIP', { message: `${what} ${wait}` });
  }

  /** How much longer an address is in time-out: by itself, else by a network; undefined: it is not. */
  secondsLeft(ip: string): number | undefined {
    const nowMs = this.#needs.now();
    const single = this.#singles.get(ip) ?? 0;
    if (single > nowMs) return secondsUntil(single, nowMs);
    let latest = 0;
    for (const { expiresAtMs } of this.#networks.of(ip)) latest = Math.max(latest, expiresAtMs);
    return latest > nowMs ? secondsUntil(latest, nowMs) : undefined;
  }

  /** The networks in time-out. */
  networks(): Timeout[] {
    const nowMs = this.#needs.now();
    return [...this.#blocks.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  /** All time-outs, networks first. */
  all(): Timeout[] {
    const nowMs = this.#needs.now();
    const singles = [...this.#singles].map(([address, expiresAtMs]) => ({ address, expiresAtMs }));
    return [...this.networks(), ...singles.filter(({ expiresAtMs }) => expiresAtMs > nowMs)];
  }

  /** What holds for an address: networks, then its own time-out. */
  of(ip: string): Timeout[] {
    const nowMs = this.#needs.now();
    const own = { address: ip, expiresAtMs: this.#singles.get(ip) ?? 0 };
    return [...this.#networks.of(ip), own].filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  /** Writes a time-out, as part of the transaction; it holds here once `applied`. */
  async put({ address, expiresAtMs }: Timeout, on: Executor): Promise<void> {
    await on.query(SET, [address, new Date(expiresAtMs)]);
    await this.#needs.bus.publish(TOPIC, address, on);
  }

  /** Lifts a time-out, as part of the transaction; it is over here once `applied`. */
  async lift(address: string, on: Executor): Promise<void> {
    await on.query('DELETE FROM address_timeouts WHERE address = $1', [address]);
    await this.#needs.bus.publish(TOPIC, address, on);
  }

  /** After the transaction. @param expiresAtMs undefined: lifted */
  applied(address: string, expiresAtMs: number | undefined): void {
    this.#forget(address);
    if (expiresAtMs !== undefined) this.#remember({ address, expiresAtMs });
  }

  /** Forgets what is over. */
  async prune(): Promise<void> {
    const nowMs = this.#needs.now();
    await this.#needs.db.query('DELETE FROM address_timeouts WHERE expires_at <= $1', [new Date(nowMs)]);
    for (const [address, expiresAtMs] of this.#singles) if (expiresAtMs <= nowMs) this.#forget(address);
    for (const { address, expiresAtMs } of this.#blocks.values())
      if (expiresAtMs <= nowMs) this.#forget(address);
  }

  #remember(timeout: Timeout): void {
    const { address, expiresAtMs } = timeout;
    if (!address.includes('/')) {
      this.#singles.set(address, expiresAtMs);
      return;
    }
    this.#blocks.set(address, timeout);
    this.#networks.set(address, timeout);
  }

  #forget(address: string): void {
    this.#singles.delete(address);
    if (this.#blocks.delete(address)) this.#networks.delete(address);
  }
}

export const secondsUntil = (atMs: number, nowMs: number): number =>
  Math.max(0, Math.ceil((atMs - nowMs) / 1000));
