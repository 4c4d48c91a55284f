import { family } from './entry.ts';

/** Requests of all kinds: limits, kudos, life time; and what belongs to texts alone. */
export const REQUEST_CODES = family({
  KudosUpfront: {
    status: 403,
    message:
      'This request is so heavy that its kudos are needed up front, and you do not have enough. Make it smaller, set allow_downgrade, or earn kudos.',
  },
  TooManyPrompts: {
    status: 429,
    message: 'Too many of your requests wait already. Wait until some are done, or cancel some.',
  },
  TooManyBytesWaiting: {
    status: 429,
    message:
      'Your waiting requests hold too many bytes of prompts, parameters and pictures. Wait until some are done, cancel some, or send less.',
  },
  QueueFull: {
    status: 503,
    message: 'The queue of this horde is full of prompts and pictures right now. Try again in a while.',
    retryAfterSeconds: 60,
  },
  TextPromptTooLong: {
    status: 400,
    message: 'The prompt is longer than any worker here could read. Shorten it.',
  },
  NoValidWorkers: {
    status: 400,
    message: 'No worker online can serve this request. Change it or try again later.',
  },
  NoValidActions: { status: 400, message: 'There is nothing to do in this call. Check its fields.' },
  MaintenanceMode: {
    status: 400,
    message: 'The horde is in maintenance and takes no requests at the moment. Try again later.',
  },
  RequestExpired: { status: 410, message: 'This request has expired. Make a new one.' },
  RequestNotFound: {
    status: 404,
    message: 'There is no request with this ID. It may have expired: results are kept for a limited time.',
  },
  OnlyServiceAccountProxy: {
    status: 400,
    message: 'Only service accounts act for accounts of their own. Leave proxied_account out.',
  },
  BannedClientAgent: {
    status: 403,
    message:
      'This Client-Agent is the sample from the documents. Send the name, version and contact of your own program.',
  },
  BadClientAgent: {
    status: 403,
    message: 'This Client-Agent is not allowed. Send the name, version and contact of your program.',
  },
  TokenOverflow: {
    status: 400,
    message: 'max_length is larger than max_context_length. Raise the context or ask for less text.',
  },
  MissingFullSamplerOrder: {
    status: 400,
    message: 'sampler_order must name all of 0 to 6. Complete it or leave it out.',
  },
  TooManyStopSequences: { status: 400, message: 'Too many stop sequences. Use 128 at most.' },
  ExcessiveStopSequence: {
    status: 400,
    message: 'The stop sequences are too long. Shorten them to 2000 characters in all.',
  },
  NulByteInPayload: {
    status: 400,
    message: 'A text holds a NUL character, which cannot be kept. Remove it.',
  },
  ProcGenNotFound: {
    status: 400,
    message: 'An image that is rated does not belong to this request. Check its id.',
  },
  InvalidAestheticAttempt: {
    status: 400,
    message: 'The rating could not be taken. Check it, and try again later.',
  },
  AestheticsNotCompleted: {
    status: 400,
    message: 'The request is not done yet. Rate it when all images are there.',
  },
  AestheticsNotPublic: { status: 400, message: 'Only images that were shared can be rated.' },
  AestheticsDuplicate: { status: 400, message: 'An image is rated twice. Give each of them one rating.' },
  AestheticsMissing: { status: 400, message: 'There is no rating. Send ratings, or the best of the images.' },
  AestheticsSolo: {
    status: 400,
    message: 'A best image needs others to be better than. Send ratings instead.',
  },
  AestheticsConfused: {
    status: 400,
    message: 'The best image is not among those rated highest. Check which one you mean.',
  },
  AestheticsAlreadyExist: { status: 400, message: 'These images are rated already.' },
  AestheticsServerRejected: {
    status: 400,
    message: 'The ratings service did not take the rating. Try again later.',
  },
  AestheticsServerError: { status: 400, message: 'The ratings service had a fault. Try again later.' },
  AestheticsServerDown: { status: 400, message: 'The ratings service cannot be reached. Try again later.' },
  AestheticsServerTimeout: { status: 400, message: 'The ratings service took too long. Try again later.' },
});
