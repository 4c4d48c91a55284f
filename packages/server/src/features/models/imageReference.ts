import { type ImageModel, type ModelReference, parseImageModelReference } from '@openhorde/rules';
import type { Logger } from 'pino';
import sample from './image-models.sample.json' with { type: 'json' };

/** The shipped models are known whatever list the operator takes, so that the built-in worker may always offer them. */
const SHIPPED_BASELINE = 'openhorde_tiny';
const SAMPLE = parseImageModelReference(sample);

/** Reads one source (a file or an address) as text. */
export type ReadSource = (source: string) => Promise<string>;

/**
 * The image models that the horde knows, with their baselines and requirements. Read at start and every hour; a source
 * that is down, damaged or empty changes nothing: the last good content of each source stays.
 */
export class ImageReference {
  readonly #sources: readonly string[];
  readonly #read: ReadSource;
  readonly #log: Pick<Logger, 'info' | 'warn'>;
  readonly #good = new Map<string, ModelReference>();
  readonly #listeners: ((reference: ModelReference) => void)[] = [];
  #current: ModelReference = SAMPLE;

  /** @param sources later ones win over earlier ones; none: the shipped sample */
  constructor(sources: readonly string[], read: ReadSource, log: Pick<Logger, 'info' | 'warn'>) {
    this.#sources = sources;
    this.#read = read;
    this.#log = log;
  }

  get current(): ModelReference {
    return this.#current;
  }

  /** Called after each change with the new reference. */
  onChange(listener: (reference: ModelReference) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Reads all sources again. Never fails: what cannot be read is logged and stays as it was.
   * @returns whether every source could be read
   */
  async load(): Promise<boolean> {
    const isGood = await Promise.all(this.#sources.map(source => this.#loadOne(source)));
    this.#merge();
    return isGood.every(good => good);
  }

  #merge(): void {
    // Nothing at all could be read yet: the sample is better than an empty horde.
    if (this.#good.size === 0) return;
    const merged = new Map<string, ImageModel>(
      [...SAMPLE].filter(([, model]) => model.baseline === SHIPPED_BASELINE),
    );
    for (const source of this.#sources)
      for (const [name, model] of this.#good.get(source) ?? []) merged.set(name, model);
    if (isEqual(merged, this.#current)) return;
    this.#current = merged;
    this.#log.info({ models: merged.size }, 'the image model reference has changed');
    for (const listener of this.#listeners) listener(merged);
  }

  async #loadOne(source: string): Promise<boolean> {
    try {
      const models = parseImageModelReference(JSON.parse(await this.#read(source)));
      if (models.size === 0) throw new Error('it holds no models in the public format');
      this.#good.set(source, models);
      return true;
    } catch (error) {
      const stays = this.#good.has(source) ? 'its last content stays' : 'it is left out';
      this.#log.warn({ err: error, source }, `an image model reference cannot be read; ${stays}`);
      return false;
    }
  }
}

function isEqual(a: ModelReference, b: ModelReference): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
