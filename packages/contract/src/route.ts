import type { Static, TArray, TObject, TSchema } from 'typebox';
import type { AnyDefinition, OutputMode } from './define.ts';
import type { KeyScope } from './keyScope.ts';
import type { ReturnCode } from './returnCodes.ts';
import { RequestError } from './schemas/errors.ts';

/** Who may call a route. Ownership and fine privileges are checked by the use case. */
export type Access =
  | 'public'
  /** A key is looked at when it is sent: unknown is 401. */
  | 'optional-key'
  /** A key is looked at when it is sent: unknown counts as none. */
  | 'lenient-key'
  /** The `apikey` header is required: 400 without, 401 when unknown. */
  | 'key'
  /** As `key`, but a shared key is accepted too. */
  | 'key-or-shared-key'
  /** As `key`, but its absence is a 401 as well. */
  | 'key-401'
  | 'moderator'
  | 'admin'
  /** Only from the loopback address, and only behind its switch. */
  | 'loopback';

/** A fixed window: at most `count` calls in `seconds`, counted for each key string of spec `http-api.md` §6. */
export interface RateLimit {
  readonly count: number;
  readonly seconds: number;
  readonly per: 'ip' | 'path' | 'key';
  /** The count for whitelisted addresses, where it differs. */
  readonly whitelistedCount?: number;
  /** The count for the anonymous key, where it differs. */
  readonly anonymousCount?: number;
}

/** Of the header `Client-Agent`, which is cut to it. */
export const AGENT_LENGTH_MAX = 1000;

/** The limit of every route that declares no other. */
export const DEFAULT_LIMIT: RateLimit = { count: 90, seconds: 60, per: 'ip' };

/** What answers of a kept copy may differ by, beside the path. */
export type CacheVary = 'query' | 'privilege' | 'key';

/** A definition, or a list of them. */
export type AnswerSchema = AnyDefinition | TArray<AnyDefinition>;

/**
 * One endpoint as data. Documents, the HTTP door, the SDK and tests are made from it.
 * `path` is relative to `/api`, with `{name}` for path parameters.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** What a key must be good for. Absent where no key is looked at. */
  readonly scope?: KeyScope;
  /**
   * What an account that is marked as deleted may do. Absent: look (GET) and give up (DELETE), and nothing else. `may`: this as
   * well. `later`: the use case refuses it, in the order of the wire.
   */
  readonly deletedAccounts?: 'may' | 'later';
  /** The key is described as required although its absence is no fault of form. */
  readonly documentedKey?: 'required';
  /** True: the thing in the path is looked up before a missing key is noticed (404 before 400). */
  readonly lookupFirst?: boolean;
  /** Absent: `DEFAULT_LIMIT`. */
  readonly limits?: readonly RateLimit[] | 'exempt';
  /** A successful answer may be kept by the server for so long. */
  readonly cache?: { readonly seconds: number; readonly vary?: readonly CacheVary[] };
  readonly params?: TObject;
  readonly query?: TObject;
  /** Request headers beyond apikey, Client-Agent and X-Fields. */
  readonly headers?: TObject;
  readonly body?: AnyDefinition;
  /** How large the body may be. Absent: 1 MiB. */
  readonly bodyBytesMax?: number;
  /**
   * `schema`: the body is checked against the schema before the key (the V of the spec). `parser`: fields are coerced, and only
   * `parserRequired` ones are missed. `optional-schema`: as `schema`, but no body at all counts as `{}`.
   */
  readonly bodyCheck?: 'schema' | 'parser' | 'optional-schema';
  /** False: the parser stage puts no defaults in, because absent fields stay as they are. */
  readonly bodyDefaults?: false;
  /** Body fields that the parser stage misses although the schema does not require them. */
  readonly parserRequired?: readonly string[];
  /** Status -> what is answered. */
  readonly answers: { readonly [status: number]: AnswerSchema };
  /** A stream of server-sent events instead of JSON: what its data fields hold. */
  readonly events?: { readonly [event: string]: AnyDefinition };
  /** A file of one of these media types instead of JSON; the answer describes one line or row of it. */
  readonly downloads?: readonly string[];
  readonly output: OutputMode;
  /** False: `X-Fields` is not looked at. */
  readonly mask?: boolean;
  /** True: an addition of ours to the published API. */
  readonly addition?: boolean;
  /** Domain errors that the route may answer, beside that of a key of too narrow a scope (`refusalsOf`). */
  readonly returnCodes: readonly ReturnCode[];
}

/** Whether the door refuses accounts that are marked as deleted. */
export const refusesDeleted = ({ method, deletedAccounts }: Route): boolean =>
  method !== 'GET' && method !== 'DELETE' && deletedAccounts === undefined;

/** All return codes that a route may answer. */
export const refusalsOf = ({ returnCodes, scope = 'read' }: Route): readonly ReturnCode[] =>
  scope === 'read' ? returnCodes : [...returnCodes, 'KeyScopeInsufficient'];

/** Checks an entry of the table and keeps its exact type. Any body may hold a NUL character, or be too large, which the door refuses. */
export const route = <const R extends Route>(entry: R): R =>
  entry.body
    ? {
        ...entry,
        answers: { ...entry.answers, 413: RequestError },
        returnCodes: [...entry.returnCodes, 'NulByteInPayload', 'BodyTooLarge'],
      }
    : entry;

type StaticOf<Schema, Absent> = Schema extends TSchema ? Static<Schema> : Absent;

/** The path parameters of a route: always text. */
export type ParamsOf<R extends Route> = StaticOf<R['params'], Record<never, never>>;
/** The query parameters of a route, coerced, with their defaults. */
export type QueryOf<R extends Route> = R['query'] extends TObject ? Filled<R['query']> : Record<never, never>;
/** The body of a route as it was sent, checked; defaults are not put in (see `withDefaults`). */
export type BodyOf<R extends Route> = R['body'] extends TSchema
  ? WithRequired<Static<R['body']>, R['parserRequired'] extends readonly (infer K)[] ? K : never>
  : undefined;
type WithRequired<T, K> = T & Required<Pick<T, K & keyof T>>;

/** The value of an object schema with its defaults put in. */
export type Filled<Schema> = Schema extends TSchema & { properties: infer Fields }
  ? Static<Schema> & { [K in DefaultedKeys<Fields>]-?: Static<Fields[K & keyof Fields] & TSchema> }
  : never;
type DefaultedKeys<Fields> = {
  [K in keyof Fields]: Fields[K] extends { default: unknown } ? K : never;
}[keyof Fields];

/** What a handler may hand in for a declared object: optional keys may also be null or undefined, at every depth. */
export type Output<T> = T extends readonly (infer Item)[]
  ? readonly Output<Item>[]
  : T extends object
    ? { [K in keyof T as IsOptional<T, K> extends true ? never : K]: Output<T[K]> } & {
        [K in keyof T as IsOptional<T, K> extends true ? K : never]?: Output<T[K]> | null | undefined;
      }
    : T;
type IsOptional<T, K extends keyof T> = Partial<Pick<T, K>> extends Pick<T, K> ? true : false;

/** What a handler may answer with a status. */
export type AnswerOf<
  R extends Route,
  Status extends keyof R['answers'] = 200 & keyof R['answers'],
> = R['answers'][Status] extends TSchema ? Output<Static<R['answers'][Status]>> : never;
/** The data that a handler hands in for an event of a stream. */
export type EventDataOf<R extends Route, Name> = R['events'] extends infer Events
  ? Events[Name & keyof Events] extends TSchema
    ? Output<Static<Events[Name & keyof Events]>>
    : never
  : never;
