import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { INT32, id, integer, NAME, SAFE, text } from '../fields.ts';
import type { ReturnCode } from '../returnCodes.ts';
import type { RateLimit } from '../route.ts';

/** Workers ask and hand in at most so often from one address. */
export const WORKER_LIMIT: readonly RateLimit[] = [{ count: 60, seconds: 1, per: 'ip' }];

/** Requests of one kind are made at most so often. */
export const ASYNC_LIMITS: readonly RateLimit[] = [
  { count: 90, seconds: 60, per: 'path', whitelistedCount: 300 },
  { count: 2, seconds: 1, per: 'path', whitelistedCount: 10 },
  { count: 2, seconds: 1, per: 'key', whitelistedCount: 60, anonymousCount: 60 },
];

/** Asking how far one request is. */
export const CHECK_LIMIT: readonly RateLimit[] = [{ count: 10, seconds: 1, per: 'path' }];

/** Why a worker may be turned away when it asks for a job, whatever it makes. */
export const POP_CODES = [
  'InvalidPriorityUsername',
  'InvalidAPIKey',
  'DeletedUser',
  'WorkerFlaggedMaintenance',
  'AnonForbiddenWorker',
  'PolymorphicNameConflict',
  'TimeoutIP',
  'TooManyNewIPs',
  'UnsafeIP',
  'ProfaneWorkerName',
  'ProfaneBridgeAgent',
  'BadRequest',
  'WorkerInviteOnly',
  'TooManyWorkers',
  'TooManyWorkersTrusted',
  'TooManySameIPs',
  'WrongCredentials',
  'WorkerMaintenance',
] as const satisfies readonly ReturnCode[];

/** `Prefer: wait=N` (RFC 7240): hold the answer for up to N seconds until there is something new. */
export const PREFER_WAIT = Type.Object({
  Prefer: Type.Optional(
    text(
      'wait=N: hold the answer for up to N seconds (30 at most) until there is something to say. An addition of ours.',
      NAME,
    ),
  ),
});

/** The request in the path. */
export const REQUEST_ID = Type.Object({ id: id('The request.') });

/** Pictures come as base64 in JSON: room for a large source image, its mask and a few more. */
export const PICTURES_BYTES_MAX = 32 * 1024 * 1024;

/** A result that is kept has a million characters at most; as JSON each has six bytes at most, or twelve for two. */
export const RESULT_BYTES_MAX = 8 * 1024 * 1024;

/** Pages of a list that grows at its head: the latest entries first, each page from where the one before it ended. */
export const PAGE_BEFORE = Type.Object({
  before: Type.Optional(integer('Only entries with a smaller number: the `next` of the page before.', SAFE)),
  limit: Type.Optional(defaulted(integer('How many entries, 1 to 100.', INT32), 50)),
});
