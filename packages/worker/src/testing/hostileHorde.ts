import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SubmitInput } from '@openhorde/sdk';
import { type Answer, bombs, endless, noAnswers, wrongFields } from './garbage.ts';

/** A horde that first answers with garbage, each piece once to a pop and over and over to the rest, and then has one good job. */
export async function startHostileHorde() {
  const origin = () => `http://127.0.0.1:${portOf(server)}`;
  let visits = 0;
  // What stands in the volunteer's own network, on another port of this machine.
  const inner = createServer((_, response) => void response.end('{}')).on('connection', () => visits++);
  await listen(inner);
  const innerUrl = `http://127.0.0.1:${portOf(inner)}/`;

  const job = (id: string): Record<string, unknown> => ({
    payload: PAYLOAD,
    id,
    ids: [id],
    ttl: 150,
    model: 'test-model',
    skipped: { models: 1 },
    messages: [{ id: `m-${id}`, message: 'hello', origin: 'moderators', expiry: '' }],
    source_image: `${innerUrl}source.webp`,
    source_mask: `${innerUrl}mask.webp`,
    source_processing: 'img2img',
    extra_source_images: null,
    r2_upload: `${innerUrl}upload`,
    r2_uploads: [`${innerUrl}upload`],
  });
  const garbage = noAnswers(innerUrl);
  const left: Answer[] = [...wrongFields(job), ...garbage, ...bombs(), ...endless()];
  const pops = left.length;
  const settled = new Map<string, string>();
  const done = Promise.withResolvers<void>();
  let given = false;
  let turn = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const route = request.url?.split('/').at(-1);
      // Of other calls one in three is heard: else hardly a result would ever be taken, and the worker take no more jobs.
      const isHeard = left.length === 0 || turn++ % 3 === 0;
      const next = route === 'pop' ? left.shift() : isHeard ? undefined : garbage[turn % garbage.length];
      if (next) return next(response);
      response.setHeader('content-type', 'application/json');
      // A redirect may have turned the call into a GET.
      if (route === 'submit' && request.method === 'POST')
        return response.end(JSON.stringify(settle(JSON.parse(String(Buffer.concat(chunks))))));
      if (route !== 'pop' || given) return response.end('{"id": null}');
      given = true;
      const { source_image, source_mask, r2_upload, r2_uploads, ...good } = job('good');
      response.end(JSON.stringify(good));
    });
  });

  function settle({ id, state }: SubmitInput) {
    settled.set(id, state ?? '');
    if (id === 'good') done.resolve();
    return { reward: 10 };
  }

  await listen(server);
  return {
    url: origin(),
    /** Pieces of garbage for pops. */
    pops,
    left: () => left.length,
    settled,
    /** The good job was handed in. */
    done: done.promise,
    /** Connections to the volunteer's own network. */
    visits: () => visits,
    async [Symbol.asyncDispose]() {
      for (const one of [server, inner]) {
        one.closeAllConnections();
        await new Promise(resolve => one.close(resolve));
      }
    },
  };
}

const PAYLOAD = {
  prompt: 'a cat',
  seed: '7',
  sampler_name: 'k_euler_a',
  cfg_scale: 7.5,
  width: 64,
  height: 64,
  ddim_steps: 5,
  n_iter: 1,
  karras: true,
  tiling: false,
  hires_fix: false,
  transparent: false,
  clip_skip: 1,
  batch_index: 0,
  denoising_strength: 0.5,
  control_type: null,
  workflow: null,
  post_processing: [],
  loras: [],
  tis: [],
};

const listen = (server: Server) => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const portOf = (server: Server) => (server.address() as AddressInfo).port;
