import { ACCESS_CODES } from './returnCodes/access.ts';
import { ACCOUNT_CODES } from './returnCodes/accounts.ts';
import { IMAGE_REQUEST_CODES } from './returnCodes/imageRequests.ts';
import { RATING_CODES } from './returnCodes/ratings.ts';
import { REQUEST_CODES } from './returnCodes/requests.ts';
import { SERVER_CODES } from './returnCodes/server.ts';
import { STYLE_CODES } from './returnCodes/styles.ts';
import { WORKER_CODES } from './returnCodes/workers.ts';

export type { ReturnCodeEntry } from './returnCodes/entry.ts';

/** The families of return codes, for the page that explains them. */
export const RETURN_CODE_FAMILIES = {
  'Image requests': IMAGE_REQUEST_CODES,
  'All requests': REQUEST_CODES,
  'Keys and roles': ACCESS_CODES,
  Workers: WORKER_CODES,
  'Users, kudos, teams, filters': ACCOUNT_CODES,
  Styles: STYLE_CODES,
  Ratings: RATING_CODES,
  'The server itself': SERVER_CODES,
};

/** Every return code of the wire: its status, and the sentence that tells a person what to do. */
export const RETURN_CODES = {
  ...IMAGE_REQUEST_CODES,
  ...REQUEST_CODES,
  ...ACCESS_CODES,
  ...WORKER_CODES,
  ...ACCOUNT_CODES,
  ...STYLE_CODES,
  ...RATING_CODES,
  ...SERVER_CODES,
};
export type ReturnCode = keyof typeof RETURN_CODES;

/** A refusal that the wire knows by its return code. Thrown by use cases, printed by the HTTP door, rebuilt by the SDK. */
export class HordeError extends Error {
  override readonly name = 'HordeError';
  readonly rc: ReturnCode;
  readonly status: number;

  /** @param options `message` and `status` where the occasion asks for others than the table's */
  constructor(rc: ReturnCode, options: { message?: string; status?: number; cause?: unknown } = {}) {
    super(options.message ?? RETURN_CODES[rc].message, { cause: options.cause });
    this.rc = rc;
    this.status = options.status ?? RETURN_CODES[rc].status;
  }
}
