import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { integer, SAFE } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError } from '../schemas/errors.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { WebhookLog, WebhookSecret } from '../schemas/webhooks.ts';

const COMMON = {
  tag: 'Webhooks',
  access: 'key',
  output: 'full',
  addition: true,
  returnCodes: ['InvalidAPIKey', 'AnonForbidden'],
} as const;
const ERRORS = { 400: RequestError, 401: RequestError, 403: RequestError } as const;

export const webhookLog = route({
  ...COMMON,
  method: 'GET',
  path: '/v2/webhooks',
  operationId: 'get_webhooks',
  scope: 'read',
  summary: 'What became of your deliveries',
  description:
    'Results of your requests that had a webhook: delivered, waiting for another attempt, or given up. Kept for a week after they ended.',
  query: Type.Object({
    page: Type.Optional(defaulted(integer('From 1; 25 deliveries a page.', SAFE), 1)),
  }),
  answers: { 200: WebhookLog, ...ERRORS },
});

export const makeWebhookSecret = route({
  ...COMMON,
  method: 'PUT',
  path: '/v2/webhooks/secret',
  operationId: 'put_webhooks_secret',
  scope: 'all',
  summary: 'Have deliveries signed',
  description:
    'Makes a secret by which deliveries are signed from now on. One that you had before signs beside it for a day, so that receivers can change over.',
  answers: { 200: WebhookSecret, ...ERRORS },
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'AnonForbidden'],
});

export const deleteWebhookSecret = route({
  ...COMMON,
  method: 'DELETE',
  path: '/v2/webhooks/secret',
  operationId: 'delete_webhooks_secret',
  scope: 'all',
  summary: 'Have deliveries signed no more',
  answers: { 200: SimpleResponse, ...ERRORS },
});
