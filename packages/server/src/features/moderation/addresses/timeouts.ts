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
  /** For a refused prompt: of requests, not of workers, unless the operator has set that. */
  forPrompt?: boolean;
}

export interface TimeoutNeeds {
  db: Executor;
  bus: Bus;
  now(): number;
  /** Whether a time-out for a prompt holds for workers, too. */
  promptsStopWorkers: boolean;
}

const SET = `
  INSERT INTO address_timeouts (address, expires_at, for_prompt) VALUES ($1, $2, $3)
  ON CONFLICT (address) DO UPDATE SET expires_at = EXCLUDED.expires_at, for_prompt = EXCLUDED.for_prompt`;

/**
 * Addresses and networks in time-out: in memory on every node, since requests and pops ask. The table is the truth;
 * what changes is told by its address, and read again.
 */
export class AddressTimeouts {
  readonly #needs: TimeoutNeeds;
  readonly #singles = new Map<string, Timeout>();
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
    const { rows } = await this.#needs.db.query<{ address: string; expires_at: Date; for_prompt: boolean }>(
      'SELECT address, expires_at, for_prompt FROM address_timeouts WHERE $1::text[] IS NULL OR address = ANY($1)',
      [addresses ?? null],
    );
    const before = addresses ?? [...this.#singles.keys(), ...this.#blocks.keys()];
    for (const address of before) this.#forget(address);
    for (const { address, expires_at, for_prompt: forPrompt } of rows)
      this.#remember({ address, expiresAtMs: expires_at.getTime(), forPrompt });
  }

  /** @throws HordeError TimeoutIP for an address that is in time-out, by itself or by its network */
  assertWelcome(ip: string): void {
    assertOver(this.secondsLeft(ip), this.#isOwn(ip));
  }

  /** As `assertWelcome`, for a worker: a time-out for a prompt does not stop it. @throws HordeError TimeoutIP */
  assertMayWork(ip: string): void {
    const spared = !this.#needs.promptsStopWorkers && this.#singles.get(ip)?.forPrompt;
    assertOver(spared ? this.#secondsOfNetworks(ip) : this.secondsLeft(ip), !spared && this.#isOwn(ip));
  }

  /** Whether what holds for an address by itself is for a prompt alone. */
  isForPrompt(ip: string): boolean {
    const single = this.#singles.get(ip);
    return single === undefined || single.expiresAtMs <= this.#needs.now() || single.forPrompt === true;
  }

  /** Whether the address itself is in time-out; networks are put into it by hand alone. */
  #isOwn(ip: string): boolean {
    const own = [ip, householdOf(ip)];
    return this.of(ip).some(({ address }) => own.includes(address));
  }

  /** How much longer an address is in time-out: by itself, else by a network; undefined: it is not. */
  secondsLeft(ip: string): number | undefined {
    const nowMs = this.#needs.now();
    const single = this.#singles.get(ip)?.expiresAtMs ?? 0;
    return single > nowMs ? secondsUntil(single, nowMs) : this.#secondsOfNetworks(ip);
  }

  #secondsOfNetworks(ip: string): number | undefined {
    const nowMs = this.#needs.now();
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
    return [
      ...this.networks(),
      ...[...this.#singles.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs),
    ];
  }

  /** What holds for an address: networks, then its own time-out. */
  of(ip: string): Timeout[] {
    const nowMs = this.#needs.now();
    const own = this.#singles.get(ip);
    return [...this.#networks.of(ip), ...(own ? [own] : [])].filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  }

  /** Writes a time-out, as part of the transaction; it holds here once `applied`. */
  async put({ address, expiresAtMs, forPrompt = false }: Timeout, on: Executor): Promise<void> {
    await on.query(SET, [address, new Date(expiresAtMs), forPrompt]);
    await this.#needs.bus.publish(TOPIC, address, on);
  }

  /** Lifts a time-out, as part of the transaction; it is over here once `applied`. */
  async lift(address: string, on: Executor): Promise<void> {
    await on.query('DELETE FROM address_timeouts WHERE address = $1', [address]);
    await this.#needs.bus.publish(TOPIC, address, on);
  }

  /** After the transaction. @param expiresAtMs undefined: lifted */
  applied(address: string, expiresAtMs: number | undefined, forPrompt = false): void {
    this.#forget(address);
    if (expiresAtMs !== undefined) this.#remember({ address, expiresAtMs, forPrompt });
  }

  /** Forgets what is over. */
  async prune(): Promise<void> {
    const nowMs = this.#needs.now();
    await this.#needs.db.query('DELETE FROM address_timeouts WHERE expires_at <= $1', [new Date(nowMs)]);
    for (const { address, expiresAtMs } of this.#singles.values())
      if (expiresAtMs <= nowMs) this.#forget(address);
    for (const { address, expiresAtMs } of this.#blocks.values())
      if (expiresAtMs <= nowMs) this.#forget(address);
  }

  #remember(timeout: Timeout): void {
    const { address } = timeout;
    if (!address.includes('/')) {
      this.#singles.set(address, timeout);
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

/** @throws HordeError TimeoutIP */
/** @param isOwn the address itself is in time-out, and not only its network */
function assertOver(seconds: number | undefined, isOwn: boolean): void {
  if (seconds === undefined) return;
  const wait = seconds > TOLD_SECONDS_MAX ? 'Wait until it is over.' : `It ends in ${seconds} seconds.`;
  const what = isOwn
    ? 'Your address is in time-out, after prompts that were refused or by a moderator.'
    : 'The network of your address was put into time-out by a moderator.';
  throw new HordeError('TimeoutIP', { message: `${what} ${wait}` });
}
