import { Type } from 'typebox';
import { text } from '../fields.ts';
import type { RateLimit } from '../route.ts';

/** Workers ask and hand in at most so often from one address. */
export const WORKER_LIMIT: readonly RateLimit[] = [{ count: 60, seconds: 1, per: 'ip' }];

/** `Prefer: wait=N` (RFC 7240): hold the answer for up to N seconds until there is something new. */
export const PREFER_WAIT = Type.Object({
  Prefer: Type.Optional(
    text(
      'wait=N: hold the answer for up to N seconds (30 at most) until there is something to say. An addition of ours.',
    ),
  ),
});

/** The request in the path. */
export const REQUEST_ID = Type.Object({ id: text('The request.') });

/** Pictures come as base64 in JSON: room for a large source image, its mask and a few more. */
export const PICTURES_BYTES_MAX = 32 * 1024 * 1024;
