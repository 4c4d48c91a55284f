import {
  type Output,
  type ResponseModelMessage,
  type ResponseModelMessagePop,
  rfc822,
} from '@openhorde/contract';

/** A message to one worker, or to all. */
export interface Message {
  readonly id: string;
  /** Null: to all. */
  readonly workerId: string | null;
  /** Its author. */
  readonly userId: number;
  readonly message: string;
  readonly origin: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface MessageRow {
  id: string;
  worker_id: string | null;
  user_id: number;
  message: string;
  origin: string;
  created_at: Date;
  expires_at: Date;
}

export const MESSAGE_COLUMNS = 'id, worker_id, user_id, message, origin, created_at, expires_at';

export const messageOf = (row: MessageRow): Message => ({
  id: row.id,
  workerId: row.worker_id,
  userId: row.user_id,
  message: row.message,
  origin: row.origin,
  createdAtMs: row.created_at.getTime(),
  expiresAtMs: row.expires_at.getTime(),
});

/** A message as those see it who look after workers. */
export const shownMessage = (message: Message): Output<ResponseModelMessage> => ({
  id: message.id,
  message: message.message,
  origin: message.origin,
  worker_id: message.workerId,
  user_id: String(message.userId),
  created: rfc822(message.createdAtMs),
  expiry: rfc822(message.expiresAtMs),
});

/** A message as its worker gets it. */
export const poppedMessage = ({ id, message, origin, expiresAtMs }: Message): ResponseModelMessagePop => ({
  id,
  message,
  origin,
  expiry: rfc822(expiresAtMs),
});
