import { family } from './entry.ts';

/** Users, kudos, shared keys, teams, filters and modes. */
export const ACCOUNT_CODES = family({
  UserNotFound: { status: 404, message: 'There is no such user.' },
  ProfaneUserName: { status: 400, message: 'The user name holds words that are not allowed. Change it.' },
  ProfaneUserContact: { status: 400, message: 'The contact holds words that are not allowed. Change it.' },
  ProfaneAdminComment: { status: 400, message: 'The comment holds words that are not allowed. Change it.' },
  TooLongUserName: { status: 400, message: 'A user name has 30 characters at most. Shorten it.' },
  NoUserModSelected: {
    status: 400,
    message: 'The call changes nothing about the user. Send at least one field.',
  },
  CannotDeleteMod: {
    status: 403,
    message: 'A moderator or administrator cannot be deleted. Take the role away first.',
  },
  NotUserOrMod: { status: 403, message: 'Only the user himself or a moderator may do this.' },
  CannotWipeActiveUser: {
    status: 403,
    message: 'This account was active lately and cannot be wiped yet. Try again in 30 days.',
  },
  UserNotDeleted: { status: 400, message: 'This account is not deleted.' },
  NonServiceForbidden: { status: 403, message: 'Passkeys are for service accounts.' },
  KudosValidationError: {
    status: 400,
    message: 'The kudos cannot be moved like this. Check user and amount.',
  },
  TooFastKudosTransfers: { status: 400, message: 'This user sent you kudos a moment ago. Wait a minute.' },
  FaultWhenKudosSending: {
    status: 400,
    message: 'Your account cannot send kudos at the moment. Contact the moderators.',
  },
  SourceAccountFlagged: {
    status: 400,
    message: 'Your account is under suspicion and cannot send kudos. Contact the moderators.',
  },
  EducationCannotSendKudos: { status: 400, message: 'Education accounts cannot send kudos.' },
  FaultWhenKudosReceiving: { status: 400, message: 'This user cannot receive kudos at the moment.' },
  TargetAccountFlagged: { status: 400, message: 'This user is under suspicion and cannot receive kudos.' },
  NegativeKudosTransfer: {
    status: 400,
    message: 'Kudos cannot be taken from others. Send a positive amount.',
  },
  InvalidKudosTransferAmount: { status: 400, message: 'Send one kudos at least.' },
  IdempotencyKeyConflict: {
    status: 400,
    message: 'This Idempotency-Key was used for another transfer. Use a new key for a new transfer.',
  },
  KudosTransferNotEnough: { status: 400, message: 'You do not have so many kudos. Send less.' },
  InvalidTargetUsername: {
    status: 400,
    message: 'There is no such user or shared key. Write the user as name#id.',
  },
  KudosTransferToAnon: { status: 400, message: 'The anonymous account takes no kudos.' },
  KudosTransferToSelf: { status: 400, message: 'These are your own kudos already.' },
  KudosTransferFromAnon: { status: 400, message: 'The anonymous account sends no kudos. Use your own key.' },
  NotAllowedAwards: { status: 403, message: 'Your account may not award kudos.' },
  InvalidAwardUsername: { status: 400, message: 'There is no such user. Write the user as name#id.' },
  KudosAwardToAnon: { status: 400, message: 'The anonymous account takes no awards.' },
  NoSharedKeyModSelected: {
    status: 400,
    message: 'The call changes nothing about the shared key. Send at least one field.',
  },
  TeamNotFound: { status: 404, message: 'There is no such team.' },
  TeamNameAlreadyExists: { status: 400, message: 'Another team has this name. Choose another one.' },
  ProfaneTeamName: {
    status: 400,
    message: 'The name of the team holds words that are not allowed. Change it.',
  },
  ProfaneTeamInfo: {
    status: 400,
    message: 'The info of the team holds words that are not allowed. Change it.',
  },
  UntrustedTeamCreation: {
    status: 403,
    message: 'Teams are made by trusted users. Lend a worker for a while to become one.',
  },
  NoTeamModSelected: {
    status: 400,
    message: 'The call changes nothing about the team. Send at least one field.',
  },
  FilterNotFound: { status: 404, message: 'There is no such filter.' },
  NoFilterModSelected: {
    status: 400,
    message: 'The call changes nothing about the filter. Send at least one field.',
  },
  NoHordeModSelected: { status: 400, message: 'The call changes no mode. Send at least one field.' },
});
