import type { Static } from 'typebox';
import { define } from '../define.ts';
import { date, flag, integer, list, oneOf, orNull, text } from '../fields.ts';

// Additions of ours to the published API: what became of the results that were posted to the address of a request.

export const WEBHOOK_STATES = ['waiting', 'delivered', 'given_up'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

export type WebhookDelivery = Static<typeof WebhookDelivery>;
export const WebhookDelivery = define(
  'WebhookDelivery',
  {
    id: text('The job; also the header webhook-id of every attempt.'),
    request: text('The request that the job belongs to.'),
    kind: text('image, text or interrogation.'),
    host: text('Where it goes: host and port alone, since the rest of an address may be a secret.'),
    state: oneOf(WEBHOOK_STATES, 'waiting: there will be another attempt; given_up: there will be none.'),
    attempts: integer('Attempts that were begun.'),
    status: orNull(integer('What the receiver last answered.')),
    error: orNull(text('Why the last attempt was none, for people.')),
    created: date('When the job was done.'),
    attempted: orNull(date('When the last attempt began.')),
    next: orNull(date('When the next attempt begins at the earliest.')),
    ended: orNull(date('When it was delivered or given up.')),
  },
  { description: 'A result on its way to the webhook of its request.' },
);

export type WebhookLog = Static<typeof WebhookLog>;
export const WebhookLog = define(
  'WebhookLog',
  {
    signed: flag('The account has a secret, and deliveries are signed with it.'),
    deliveries: list(WebhookDelivery, 'Newest first.'),
    more: flag('There is another page.'),
  },
  { description: 'What became of the results of an account.' },
);

export type WebhookSecret = Static<typeof WebhookSecret>;
export const WebhookSecret = define(
  'WebhookSecret',
  { secret: text('whsec_ and the key in base64. It is shown this once.') },
  { description: 'What deliveries are signed with, by Standard Webhooks.' },
);
