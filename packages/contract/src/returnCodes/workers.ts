import { family } from './entry.ts';

/** Workers and their jobs. */
export const WORKER_CODES = family({
  WorkerNotFound: { status: 404, message: 'There is no such worker. Check its id or name.' },
  ProfaneWorkerName: {
    status: 400,
    message: 'The name of the worker holds words that are not allowed. Change it.',
  },
  ProfaneBridgeAgent: { status: 400, message: 'bridge_agent holds words that are not allowed. Change it.' },
  ProfaneWorkerInfo: {
    status: 400,
    message: 'The info of the worker holds words that are not allowed. Change it.',
  },
  TooLongWorkerName: {
    status: 400,
    message: 'Too long: a name has 100 characters at most, an info 1000. Shorten it.',
  },
  WorkerNameAlreadyExists: { status: 400, message: 'Another worker has this name. Choose another one.' },
  PolymorphicNameConflict: {
    status: 400,
    message: 'A worker of another kind has this name. Give this one a name of its own.',
  },
  InvalidPriorityUsername: {
    status: 400,
    message: 'priority_usernames are written as name#id, such as Anonymous#0. Correct the list.',
  },
  InvalidJobID: {
    status: 404,
    message:
      'A Processing Job with ID as given does not exist. It may have been cancelled or taken away: drop it.',
  },
  DuplicateGen: { status: 400, message: 'The result of this job was already submitted. Drop it.' },
  AbortedGen: {
    status: 400,
    message:
      'This job took too long and was taken away. Please check your worker speed, or offer smaller jobs.',
  },
  InvalidResult: {
    status: 400,
    message:
      'There is no picture at the upload address of this job, so it was taken away. Upload the picture before you ' +
      'submit R2, or send it as base64.',
  },
  WorkerMaintenance: {
    status: 403,
    message:
      'This worker is in maintenance mode. When you are ready to serve others, end it: PUT /v2/workers/{id} with maintenance false, or remove_maintenance_on_init of the worker.',
  },
  WorkerFlaggedMaintenance: {
    status: 403,
    message:
      'Your account is under suspicion, so your workers are in maintenance mode. Contact the moderators.',
  },
  TooManySameIPs: { status: 403, message: 'You have too many workers at this address. Stop some of them.' },
  WorkerInviteOnly: {
    status: 403,
    message: 'New workers are by invitation at the moment. Contact the moderators.',
  },
  TooManyWorkers: {
    status: 403,
    message: 'You have as many workers as an untrusted user may have. Use threads, or ask a moderator.',
  },
  TooManyWorkersTrusted: {
    status: 403,
    message: 'You have as many workers as a user may have. Ask a moderator for more.',
  },
  MessagesOnlyOwnWorkers: {
    status: 403,
    message: 'You may write to your own workers only. Give the id of one of them.',
  },
  WorkermessageNotFound: { status: 404, message: 'There is no such message.' },
  NoWorkerModSelected: {
    status: 400,
    message: 'The call changes nothing about the worker. Send at least one field.',
  },
});
