import { family } from './entry.ts';

/** Keys, roles, addresses. */
export const ACCESS_CODES = family({
  InvalidAPIKey: {
    status: 401,
    message:
      'No user has this API key. Check it for typing errors, or register to get one; 0000000000 is the anonymous key.',
  },
  WrongCredentials: {
    status: 403,
    message: 'Wrong credentials: this belongs to another user. Use the key of its owner.',
  },
  NotAdmin: { status: 403, message: 'Only administrators may do this, with a key of scope all.' },
  NotModerator: { status: 403, message: 'Only moderators may do this, with a key of scope all.' },
  NotOwner: { status: 403, message: 'Only the owner may do this. Use the key of the owner.' },
  NotPrivileged: { status: 403, message: 'Your account may not do this.' },
  NotTrusted: {
    status: 403,
    message: 'Only trusted users may do this. Lend a worker for a while to become one.',
  },
  AnonForbidden: {
    status: 403,
    message: 'This is not for the anonymous account. Register and use your own key.',
  },
  AnonForbiddenWorker: {
    status: 403,
    message: 'The anonymous account cannot have workers. Register and use your own key.',
  },
  AnonForbiddenUserMod: { status: 403, message: 'The anonymous account cannot be changed.' },
  AnonForbiddenUser: {
    status: 403,
    message: 'The anonymous account cannot do this to users. Use your own key.',
  },
  DeletedUser: { status: 403, message: 'This account is marked as deleted. Undelete it to use it again.' },
  TimeoutIP: {
    status: 403,
    message:
      'Your address is in time-out, after prompts that were refused or by a moderator. Wait until it is over.',
  },
  UnsafeIP: {
    status: 403,
    message: 'Workers behind a VPN are for trusted users. Switch the VPN off, or ask a moderator.',
  },
  TooManyNewIPs: {
    status: 403,
    message: 'Your address could not be checked: too many new ones at a time. Try again later.',
  },
  UntrustedUnsafeIP: { status: 403, message: 'Only Trusted users are allowed to perform this operation' },
  KeyScopeInsufficient: {
    status: 403,
    message: 'This key is not meant for that. Use a key of your account with a wider scope.',
  },
  KeyNotFound: { status: 404, message: 'Your account has no key with this id.' },
  SharedKeyInvalid: { status: 400, message: 'There is no shared key with this id.' },
  SharedKeyEmpty: {
    status: 403,
    message: 'The kudos of this shared key are used up. Ask its owner, or use your own key.',
  },
  SharedKeyExpired: {
    status: 403,
    message: 'This shared key has expired. Ask its owner, or use your own key.',
  },
  SharedKeyInsufficientKudos: {
    status: 403,
    message:
      'The request costs more than this shared key has left that no other request holds. Make it smaller, wait until others are done, or use your own key.',
  },
  SharedKeyAssignedStyles: {
    status: 403,
    message: 'This shared key pays for styles only. Name one of its styles, or use your own key.',
  },
  BadRequest: { status: 400, message: 'The call cannot be served as it is. Check its fields.' },
  Forbidden: { status: 403, message: 'You may not do this.' },
  Locked: { status: 423, message: 'This is still in use. Try again later.' },
  Profanity: { status: 400, message: 'The text holds words that are not allowed here. Change it.' },
  TooLong: { status: 400, message: 'The text is too long. Shorten it.' },
  NameAlreadyExists: { status: 400, message: 'This name is taken. Choose another one.' },
});
