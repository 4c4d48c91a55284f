import { readFile } from 'node:fs/promises';
import { aliasId, patreonKudos, stripeKudos } from '@openhorde/rules';
import type { Logger } from 'pino';

/** What the operator's file says of one account. */
interface Entry {
  /** Kudos each month. */
  kudos?: number;
  /** Entitlement on Patreon, in units of the currency. */
  patreon?: number;
  /** Product of a subscription on Stripe. */
  stripe?: string;
  /** First day on which it no longer holds. */
  until?: string;
}

interface Patron {
  kudos: number;
  untilMs: number;
}

/**
 * Accounts that support the horde with money, as a file of the operator says: `{ "Ada#1": 150000, "Bo#2": { "patreon": 10,
 * "until": "2027-01-01" } }`. It is read again while the node runs; a file that makes no sense is reported and leaves what
 * was known.
 */
export class Patrons {
  #byId: ReadonlyMap<number, Patron> = new Map();
  readonly #file: string | undefined;
  readonly #now: () => number;

  constructor(file: string | undefined, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  async load(log: Pick<Logger, 'error'>): Promise<void> {
    if (this.#file === undefined) return;
    try {
      this.#byId = parsePatrons(await readFile(this.#file, 'utf8'));
    } catch (error) {
      log.error({ err: error, file: this.#file }, 'the list of patrons was not read');
    }
  }

  has(userId: number): boolean {
    return this.#current(userId) !== undefined;
  }

  /** Kudos each month; 0 for others. */
  kudosOf(userId: number): number {
    return this.#current(userId)?.kudos ?? 0;
  }

  /** Numbers of all that are patrons now. */
  ids(): number[] {
    return [...this.#byId.keys()].filter(id => this.has(id));
  }

  #current(userId: number): Patron | undefined {
    const patron = this.#byId.get(userId);
    return patron && this.#now() < patron.untilMs ? patron : undefined;
  }
}

/** @throws Error that says what is wrong */
export function parsePatrons(text: string): Map<number, Patron> {
  const content: unknown = JSON.parse(text);
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new Error('the list of patrons must be one JSON object: {"Ada#1": 150000}');
  const patrons = new Map<number, Patron>();
  for (const [alias, value] of Object.entries(content)) {
    const id = aliasId(alias);
    if (id === undefined) throw new Error(`${alias} is no account; write it as name#number`);
    patrons.set(id, patronOf(alias, typeof value === 'number' ? { kudos: value } : (value as Entry)));
  }
  return patrons;
}

const KUDOS_MAX = 1_000_000_000;

function patronOf(alias: string, entry: Entry): Patron {
  if (typeof entry !== 'object' || entry === null)
    throw new Error(`what ${alias} gets must be a number or an object`);
  const { kudos = 0, patreon = 0, stripe, until } = entry;
  const fromStripe = stripe === undefined ? 0 : stripeKudos(stripe);
  if (fromStripe === undefined)
    throw new Error(`there is no product ${stripe}, which ${alias} is said to have`);
  const sum = kudos + patreonKudos(patreon) + fromStripe;
  if (!Number.isInteger(sum) || sum < 0 || sum > KUDOS_MAX)
    throw new Error(`${alias} cannot get ${sum} kudos each month`);
  const untilMs = until === undefined ? Number.POSITIVE_INFINITY : Date.parse(until);
  if (Number.isNaN(untilMs)) throw new Error(`until of ${alias} must be a day, like 2027-01-01`);
  return { kudos: sum, untilMs };
}
