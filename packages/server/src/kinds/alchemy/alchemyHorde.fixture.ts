import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InterrogationPopPayload, InterrogationStatus } from '@openhorde/contract';
import { startTestHorde } from '@openhorde/testkit';
import sharp from 'sharp';
import { reapJobs } from '../../core/jobs/index.ts';
import { expireRequests } from '../../core/requests/index.ts';
import type { OutboundSettings } from '../../platform/outbound.ts';
import { world } from '../../platform/world.ts';

// A horde whose clock can be moved, a server of pictures, a requester and a worker's owner.

/** A picture of one colour. */
export const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

interface Form {
  name: string;
  payload?: Record<string, unknown>;
}

/** @param outbound what the guarded fetch may reach; default: this machine */
export async function alchemyHorde(outbound: OutboundSettings = { allowLoopback: true }) {
  let shiftMs = 0;
  const shifted = { ...world, now: () => world.now() + shiftMs };
  const files = new Map<string, Buffer | number>();
  const pictures = createServer((request, response) => {
    const file = files.get(request.url ?? '/') ?? 404;
    if (typeof file === 'number') response.writeHead(file).end();
    else response.end(file);
  }).listen(0, '127.0.0.1');
  await once(pictures, 'listening');
  const horde = await startTestHorde({}, { world: shifted, outbound });
  const asker = await horde.user({ username: 'asker', kudos: 1000 });
  const knower = await horde.user({ username: 'knower', trusted: true });
  const base64 = (await picture(64, 64)).toString('base64');

  async function call<Body>(
    method: string,
    path: string,
    {
      apikey = asker.apikey,
      body,
      headers,
    }: { apikey?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Body & { rc?: string } }> {
    return horde.call(method, `/interrogate${path}`, { apikey, body, ...(headers && { headers }) });
  }

  const answers = {
    /** Asks about a picture. @returns the id of the request */
    async ask(forms: (string | Form)[], fields: Record<string, unknown> = {}, apikey = asker.apikey) {
      const named = forms.map(form => (typeof form === 'string' ? { name: form } : form));
      const body = { source_image: base64, forms: named, ...fields };
      const answer = await call<{ id: string }>('POST', '/async', { apikey, body });
      if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    async status(id: string): Promise<InterrogationStatus> {
      const answer = await call<InterrogationStatus>('GET', `/status/${id}`, {});
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    /** State of the request, and those of its forms. */
    async states(id: string): Promise<string[]> {
      const { state, forms = [] } = await answers.status(id);
      return [state!, ...forms.map(form => form.state!)];
    },
    /** An alchemist takes what it gets. */
    async pop(forms: string[], fields: Record<string, unknown> = {}, apikey = knower.apikey) {
      const body = { name: 'Knower', forms, ...fields };
      const answer = await call<InterrogationPopPayload>('POST', '/pop', { apikey, body });
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return (answer.body.forms ?? []) as {
        id: string;
        form: string;
        source_image: string;
        r2_upload?: string;
      }[];
    },
    /** Hands a result in. @returns status, and reward or return code */
    async submit(id: string, result: unknown, fields: Record<string, unknown> = {}, apikey = knower.apikey) {
      const { status, body } = await call<{ reward?: number }>('POST', '/submit', {
        apikey,
        body: { id, result, ...fields },
      });
      return [status, body.rc ?? body.reward];
    },
    async kudos(user: { id: number; apikey: string }): Promise<number> {
      const { body } = await horde.call('GET', `/users/${user.id}`, { apikey: user.apikey });
      return (body as { kudos: number }).kudos;
    },
  };

  return {
    ...answers,
    horde,
    call,
    asker,
    knower,
    base64,
    /** Serves bytes, or answers a status, at a path. @returns the address */
    serve(path: string, file: Buffer | number): string {
      files.set(path, file);
      return `http://127.0.0.1:${(pictures.address() as AddressInfo).port}${path}`;
    },
    /** Time goes on, and what is over by then is looked after. */
    async advance(ms: number): Promise<void> {
      shiftMs += ms;
      await reapJobs(horde.horde);
      await expireRequests(horde.horde, new AbortController().signal);
    },
    async stop(): Promise<void> {
      await horde.stop();
      pictures.close();
    },
  };
}
