import { Type } from 'typebox';
import { LONG_NAME, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { KudosAwarded, KudosAwardInput, KudosTransferInput, KudosTransferred } from '../schemas/kudos.ts';

export const transferKudos = route({
  method: 'POST',
  path: '/v2/kudos/transfer',
  operationId: 'post_transfer_kudos',
  deletedAccounts: 'later',
  tag: 'Kudos',
  summary: 'Give kudos to another user',
  description:
    'Kudos for a shared key go to its owner and raise what may be spent with it. With an Idempotency-Key a call that is made again moves nothing twice.',
  access: 'key',
  scope: 'all',
  limits: [
    { count: 1, seconds: 1, per: 'key' },
    { count: 90, seconds: 3600, per: 'key', whitelistedCount: 600 },
  ],
  headers: Type.Object({
    'Idempotency-Key': Type.Optional(
      text(
        'Names this transfer, for as long as you like: sent again with it, it answers the same and happens once.',
        LONG_NAME,
      ),
    ),
  }),
  body: KudosTransferInput,
  bodyCheck: 'parser',
  answers: { 200: KudosTransferred, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'full',
  returnCodes: [
    'InvalidAPIKey',
    'KudosTransferFromAnon',
    'InvalidTargetUsername',
    'KudosTransferToAnon',
    'KudosTransferToSelf',
    'TooFastKudosTransfers',
    'FaultWhenKudosSending',
    'SourceAccountFlagged',
    'EducationCannotSendKudos',
    'FaultWhenKudosReceiving',
    'TargetAccountFlagged',
    'NegativeKudosTransfer',
    'InvalidKudosTransferAmount',
    'IdempotencyKeyConflict',
    'KudosTransferNotEnough',
    // With status 400 here.
    'SharedKeyExpired',
    'DeletedUser',
  ],
});

export const awardKudos = route({
  method: 'POST',
  path: '/v2/kudos/award',
  operationId: 'post_award_kudos',
  deletedAccounts: 'later',
  tag: 'Kudos',
  summary: 'Award kudos to a user',
  description: 'For the accounts that the operator has named. A negative amount takes an award back.',
  access: 'key',
  scope: 'all',
  body: KudosAwardInput,
  bodyCheck: 'parser',
  answers: { 200: KudosAwarded, 400: RequestError, 401: RequestError, 403: RequestError },
  output: 'full',
  returnCodes: [
    'InvalidAPIKey',
    'DeletedUser',
    'NotAllowedAwards',
    'InvalidAwardUsername',
    'KudosAwardToAnon',
    'TargetAccountFlagged',
  ],
});
