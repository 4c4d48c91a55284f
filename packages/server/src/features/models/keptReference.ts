import type { Logger } from 'pino';
import { Listeners } from '../../platform/listeners.ts';

/** Reads one source (a file or an address) as text. */
export type ReadSource = (source: string) => Promise<string>;

export interface ReferenceOptions<Model> {
  /** What the models make, for the log. */
  kind: 'image' | 'text';
  /** Later ones win over earlier ones; none: the shipped sample. */
  sources: readonly string[];
  read: ReadSource;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Reads the public format; what has another shape is left out. */
  parse(json: unknown): ReadonlyMap<string, Model>;
  /** Known until a source could be read. */
  sample: ReadonlyMap<string, Model>;
  /** Models of the sample that stay known whatever list the operator takes. */
  staysKnown?(model: Model): boolean;
}

/**
 * The models of one kind that the horde knows. Read at start and every hour; a source that is down, damaged or empty
 * changes nothing: the last good content of each source stays.
 */
export class KeptReference<Model> {
  readonly #options: ReferenceOptions<Model>;
  readonly #good = new Map<string, ReadonlyMap<string, Model>>();
  readonly #listeners: Listeners<[reference: ReadonlyMap<string, Model>]>;
  #current: ReadonlyMap<string, Model>;

  constructor(options: ReferenceOptions<Model>) {
    this.#options = options;
    this.#listeners = new Listeners(options.log, `a change of the ${options.kind} models was not followed`);
    this.#current = options.sample;
  }

  get kind(): 'image' | 'text' {
    return this.#options.kind;
  }

  get current(): ReadonlyMap<string, Model> {
    return this.#current;
  }

  /** Called after each change with the new reference. */
  onChange(listener: (reference: ReadonlyMap<string, Model>) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Reads all sources again. Never fails: what cannot be read is logged and stays as it was.
   * @returns whether every source could be read
   */
  async load(): Promise<boolean> {
    const isGood = await Promise.all(this.#options.sources.map(source => this.#loadOne(source)));
    this.#merge();
    return isGood.every(good => good);
  }

  #merge(): void {
    // Nothing at all could be read yet: the sample is better than an empty horde.
    if (this.#good.size === 0) return;
    const { kind, sources, sample, staysKnown = () => false, log } = this.#options;
    const merged = new Map<string, Model>([...sample].filter(([, model]) => staysKnown(model)));
    for (const source of sources)
      for (const [name, model] of this.#good.get(source) ?? []) merged.set(name, model);
    if (isEqual(merged, this.#current)) return;
    this.#current = merged;
    log.info({ models: merged.size }, `the ${kind} model reference has changed`);
    void this.#listeners.tell(merged);
  }

  async #loadOne(source: string): Promise<boolean> {
    const { kind, read, parse, log } = this.#options;
    try {
      const models = parse(JSON.parse(await read(source)));
      if (models.size === 0) throw new Error('it holds no models in the public format');
      this.#good.set(source, models);
      return true;
    } catch (error) {
      const stays = this.#good.has(source) ? 'its last content stays' : 'it is left out';
      log.warn({ err: error, source }, `a ${kind} model reference cannot be read; ${stays}`);
      return false;
    }
  }
}

function isEqual(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
