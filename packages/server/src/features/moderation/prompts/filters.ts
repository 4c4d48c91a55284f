import { HordeError, type PatchExistingFilter, type PutNewFilter } from '@openhorde/contract';
import { FILTER_TYPES, type FilterType, tryFilters } from '@openhorde/rules';
import type { Database, Transaction } from '../../../platform/db.ts';
import { compileRegex, RegexError } from '../../../platform/linearRegex.ts';
import { isUniqueViolation } from '../../../platform/postgresCodes.ts';
import { recordDeed } from '../../audit/index.ts';
import type { FilterBook } from './filterBook.ts';
import {
  type Filter,
  type FilterFields,
  findFilter,
  insertFilter,
  listFilters,
  removeFilter,
  sameFilter,
  updateFilter,
} from './filterStore.ts';

/** Prompts longer than this are tried as far as it goes. */
const PROMPT_LENGTH_MAX = 100_000;

/** Who changes a filter; null: the operator. */
type ActorId = number | null;

/** The prompt filters in the hands of moderators and the operator (http-api-public §5). */
export class Filters {
  readonly #db: Database;
  readonly #now: () => number;
  readonly #book: FilterBook;

  constructor({ db, now, book }: { db: Database; now(): number; book: FilterBook }) {
    this.#db = db;
    this.#now = now;
    this.#book = book;
  }

  list(wanted: Parameters<typeof listFilters>[1] = {}): Promise<Filter[]> {
    return listFilters(this.#db, wanted);
  }

  /** @throws HordeError FilterNotFound */
  find(id: number): Promise<Filter> {
    return found(this.#db, id);
  }

  /** What the filters say of a prompt: all of them, or those of one type. */
  tryOn(prompt: string, type?: number): { suspicion: number; matches: string[] } {
    return tryFilters(prompt.slice(0, PROMPT_LENGTH_MAX), this.#book.current.filters, type);
  }

  /** Each type that counts, with all its expressions in one; undefined: it has none. */
  regexes(): { type: FilterType; regex: string | undefined }[] {
    return FILTER_TYPES.map(type => ({ type, regex: this.#book.current.regexes.get(type) }));
  }

  /**
   * Adds a filter; the same expression of the same type is stored once.
   * @returns the new one, or the one that was there
   * @throws HordeError BadRequest with what is wrong with the expression
   */
  async create(actorId: ActorId, body: PutNewFilter): Promise<Filter> {
    assertUsable(body.regex);
    const fields: FilterFields = {
      regex: body.regex,
      filterType: body.filter_type,
      description: body.description ?? null,
      replacement: body.replacement ?? '',
      userId: signer(actorId),
    };
    const made = await this.#change(async on => {
      const filter = await insertFilter(on, fields, this.#now());
      if (filter) await this.#record(on, actorId, 'filter.create', filter.id, fields);
      return filter;
    });
    return made ?? (await sameFilter(this.#db, fields)) ?? this.create(actorId, body);
  }

  /**
   * Changes a filter, which from then on bears the id of the moderator who changed it. An empty text or a
   * zero changes nothing.
   * @throws HordeError FilterNotFound, NoFilterModSelected, BadRequest
   */
  async edit(actorId: ActorId, filter: Filter, body: PatchExistingFilter): Promise<Filter> {
    const changes: Partial<FilterFields> = {
      ...(body.regex && { regex: body.regex }),
      ...(body.filter_type && { filterType: body.filter_type }),
      ...(body.description && { description: body.description }),
      ...(body.replacement && { replacement: body.replacement }),
    };
    if (Object.keys(changes).length === 0) throw new HordeError('NoFilterModSelected');
    assertUsable(changes.regex ?? filter.regex);
    try {
      return await this.#change(async on => {
        const updated = await updateFilter(
          on,
          { ...filter, ...changes, userId: signer(actorId) },
          this.#now(),
        );
        if (!updated) throw new HordeError('FilterNotFound');
        await this.#record(on, actorId, 'filter.change', filter.id, changes);
        return updated;
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new HordeError('BadRequest', {
        message: 'Another filter of this type has this expression already.',
      });
    }
  }

  /** @throws HordeError FilterNotFound */
  async remove(actorId: ActorId, id: number): Promise<void> {
    await this.#change(async on => {
      const filter = await found(on, id);
      await removeFilter(on, id);
      await this.#record(on, actorId, 'filter.delete', id, filter);
    });
  }

  #record(on: Transaction, actorId: ActorId, action: string, id: number, detail: object): Promise<void> {
    return recordDeed(on, { actorId, action, subject: `filter:${id}`, detail }, this.#now());
  }

  /** Changes filters in one transaction, of which every node is told. */
  async #change<T>(work: (on: Transaction) => Promise<T>): Promise<T> {
    const value = await this.#db.transaction(async on => {
      const changed = await work(on);
      await this.#book.tell(on);
      return changed;
    });
    await this.#book.load();
    return value;
  }
}

/** The operator has no account: what he writes is signed by the anonymous one. */
const signer = (actorId: ActorId): number => actorId ?? 0;

/** @throws HordeError BadRequest */
function assertUsable(regex: string): void {
  try {
    compileRegex(regex);
  } catch (error) {
    if (error instanceof RegexError) throw new HordeError('BadRequest', { message: error.message });
    throw error;
  }
}

async function found(on: Parameters<typeof findFilter>[0], id: number): Promise<Filter> {
  const filter = await findFilter(on, id);
  if (!filter) throw new HordeError('FilterNotFound');
  return filter;
}
