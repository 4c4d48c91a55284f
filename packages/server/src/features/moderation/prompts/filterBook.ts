import { FILTER_TYPES, type FilterType, type PromptFilters, type Replacement } from '@openhorde/rules';
import type { Logger } from 'pino';
import type { Bus } from '../../../platform/bus.ts';
import type { Executor } from '../../../platform/db.ts';
import { compileRegex, compileUnion, RegexError, unionOf } from '../../../platform/linearRegex.ts';
import { Reads } from '../../../platform/reads.ts';
import { type Filter, listFilters } from './filterStore.ts';

const TOPIC = 'filters';
/** Filters of this type say as well what comes in place of what they find. */
const REPLACING: FilterType = 10;

/** The filters ready for use. */
export interface CompiledFilters {
  filters: PromptFilters;
  replacements: readonly Replacement[];
  /** Type -> all its expressions in one. */
  regexes: ReadonlyMap<FilterType, string>;
}

export interface FilterBookNeeds {
  db: Executor;
  bus: Bus;
  log: Pick<Logger, 'warn'>;
}

/** The filters in memory on every node, compiled; read and compiled again whenever one changes. */
export class FilterBook {
  readonly #needs: FilterBookNeeds;
  readonly #reads = new Reads();
  #current: CompiledFilters = { filters: new Map(), replacements: [], regexes: new Map() };

  constructor(needs: FilterBookNeeds) {
    this.#needs = needs;
    needs.bus.subscribe(TOPIC, (_payload, own) => (own ? undefined : this.load()));
    needs.bus.onGap(() => this.load());
  }

  get current(): CompiledFilters {
    return this.#current;
  }

  async load(): Promise<void> {
    const isNewest = this.#reads.begin();
    const filters = await listFilters(this.#needs.db);
    if (isNewest()) this.#current = this.#compile(filters);
  }

  /** Tells the other nodes that a filter has changed, as part of the transaction. */
  async tell(on: Executor): Promise<void> {
    await this.#needs.bus.publish(TOPIC, null, on);
  }

  #compile(all: readonly Filter[]): CompiledFilters {
    const usable = all.filter(filter => isCounted(filter.filterType) && this.#compiles(filter));
    const filters = new Map<FilterType, NonNullable<ReturnType<typeof compileUnion>>>();
    const regexes = new Map<FilterType, string>();
    for (const type of FILTER_TYPES) {
      const expressions = usable.filter(({ filterType }) => filterType === type).map(({ regex }) => regex);
      const matcher = compileUnion(expressions);
      if (!matcher) continue;
      filters.set(type, matcher);
      regexes.set(type, unionOf(expressions));
    }
    const replacements = usable
      .filter(({ filterType }) => filterType === REPLACING)
      .map(({ regex, replacement }) => ({ matcher: compileRegex(regex), replacement }));
    return { filters, replacements, regexes };
  }

  /** One that came past the door, from an older version or by hand, must not take the others with it. */
  #compiles({ id, regex }: Filter): boolean {
    try {
      compileRegex(regex);
      return true;
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      this.#needs.log.warn({ filter: id, reason: error.message }, 'a filter is left out');
      return false;
    }
  }
}

const isCounted = (type: number): boolean => (FILTER_TYPES as readonly number[]).includes(type);
