import { family } from './entry.ts';

/** What is no matter of one route. The codes of status 503: the server cannot do it at the moment, and nothing is wrong with the call. */
export const SERVER_CODES = family({
  BodyTooLarge: { status: 413, message: 'The call is larger than its route takes. Send less at a time.' },
  ServerBusy: {
    status: 503,
    message: 'This server has too much to do at the moment. Try again in some seconds.',
    retryAfterSeconds: 5,
  },
  DatabaseAway: {
    status: 503,
    message: 'The database of this horde cannot keep up or is away for a moment. Try again in some seconds.',
    retryAfterSeconds: 5,
  },
  StorageAway: {
    status: 503,
    message: 'The storage of this server cannot be reached. Try again in a minute.',
    retryAfterSeconds: 60,
  },
  StorageFull: {
    status: 503,
    message: 'The storage of this server is full. Try again in a minute, or tell its operator.',
    retryAfterSeconds: 60,
  },
});
