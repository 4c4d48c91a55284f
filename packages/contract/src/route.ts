import type { TSchema } from 'typebox';
import type { ReturnCode } from './returnCodes.ts';

/** Who may call a route. Ownership and fine privileges are checked by the use case. */
export type Access =
  | 'public'
  /** A key is looked at when it is sent. */
  | 'optional-key'
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
  count: number;
  seconds: number;
  per: 'ip' | 'path' | 'key';
  /** The count for whitelisted addresses, where it differs. */
  whitelistedCount?: number;
  /** The count for the anonymous key, where it differs. */
  anonymousCount?: number;
}

/** `full`: every declared key is present, missing ones are null or their default. `skip-none`: null and {} are left out. */
export type OutputMode = 'full' | 'skip-none';

/**
 * One endpoint as data. Documents, the HTTP door, the SDK and tests are made from it.
 * `path` is relative to `/api`, with `{name}` for path parameters.
 */
export interface Route<
  Params extends TSchema | undefined = TSchema | undefined,
  Query extends TSchema | undefined = TSchema | undefined,
  Body extends TSchema | undefined = TSchema | undefined,
  Answer extends TSchema = TSchema,
> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  limits: readonly RateLimit[] | 'exempt';
  /** Seconds that a successful answer may be kept by the server; 0 or absent: never. */
  cacheSeconds?: number;
  params?: Params;
  query?: Query;
  /** Request headers beyond apikey, Client-Agent and X-Fields. */
  headers?: TSchema;
  body?: Body;
  /** True: the body is checked against the schema before the key (the V of the spec). False: the parser stage alone looks at it. */
  validated?: boolean;
  /** Status -> what is answered. */
  answers: { [status: number]: TSchema } & { 200?: Answer };
  output: OutputMode;
  /** Domain errors that the route may answer. */
  returnCodes: readonly ReturnCode[];
}
