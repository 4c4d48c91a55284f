import type { WebhookDelivery, WebhookLog } from '@openhorde/contract';
import {
  PICTURE_BASE64,
  type Receiver,
  startReceiver,
  startTestHorde,
  type TestUser,
  until,
} from '@openhorde/testkit';
import { world } from '../../platform/world.ts';

// A horde, a receiver of webhooks, a requester of images and a worker's owner.

/** An API to talk to, whichever process serves it. */
export type Api = (
  method: string,
  path: string,
  options?: { apikey?: string; body?: unknown },
) => Promise<{ status: number; body: Record<string, never> }>;

const MODEL = 'Deliberate';

/** Asks for images whose results go to `webhook`. @returns the id of the request */
export async function ask(
  api: Api,
  apikey: string,
  webhook: string | undefined,
  { n = 1, r2 = true } = {},
): Promise<string> {
  const { status, body } = await api('POST', '/generate/async', {
    apikey,
    body: { prompt: 'a heron', models: [MODEL], params: { n }, r2, ...(webhook && { webhook }) },
  });
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.id!;
}

/** A worker takes what it gets. @returns ids of jobs */
export async function pop(api: Api, apikey: string, amount = 1): Promise<string[]> {
  const { status, body } = await api('POST', '/generate/pop', {
    apikey,
    body: {
      name: 'Painter',
      models: [MODEL],
      max_pixels: 4_194_304,
      amount,
      bridge_agent: 'AI Horde Worker reGen:10.0.0:test',
    },
  });
  if (status !== 200 || body.id === null) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.ids!;
}

/** Hands a job in. @returns the reward */
export async function submit(
  api: Api,
  apikey: string,
  id: string,
  fields: Record<string, unknown> = {},
): Promise<number> {
  const { status, body } = await api('POST', '/generate/submit', {
    apikey,
    body: { id, generation: PICTURE_BASE64, seed: 42, state: 'ok', ...fields },
  });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body.reward!;
}

export async function logOf(api: Api, apikey: string, page = 1): Promise<WebhookLog> {
  const { status, body } = await api('GET', `/webhooks?page=${page}`, { apikey });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as unknown as WebhookLog;
}

export async function hookedHorde() {
  const receiver: Receiver = await startReceiver();
  let shiftMs = 0;
  const shifted = { ...world, now: () => world.now() + shiftMs };
  const horde = await startTestHorde({}, { outbound: receiver.outbound, world: shifted });
  const api = horde.call as Api;
  const requester: TestUser = await horde.user({ username: 'asker', kudos: 10_000 });
  const painter: TestUser = await horde.user({ username: 'painter', trusted: true });

  return {
    horde,
    api,
    receiver,
    requester,
    painter,
    /** One image from request to submit. @returns the id of its job */
    async paint(webhook: string | undefined, apikey = requester.apikey): Promise<string> {
      await ask(api, apikey, webhook);
      const [id] = await pop(api, painter.apikey);
      await submit(api, painter.apikey, id!);
      return id!;
    },
    /** Time goes on, and what is due by then is looked for. */
    advance(ms: number): void {
      shiftMs += ms;
      horde.features.webhooks.wake();
    },
    /** The delivery of a job, as its owner sees it, once that is as wanted. */
    delivery(id: string, wanted: (delivery: WebhookDelivery) => boolean): Promise<WebhookDelivery> {
      return until(`the delivery of ${id} is as wanted`, async () => {
        const { deliveries } = await logOf(api, requester.apikey);
        return deliveries?.find(delivery => delivery.id === id && wanted(delivery));
      });
    },
    async stop(): Promise<void> {
      await horde.stop();
      await receiver.close();
    },
  };
}
