/**
 * A stand-in for a horde, for tests of the pages: serves the built app and speaks as much of the API as the pages
 * use. Requests move only when the test says so.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { ImageRequest, RequestCheck } from '@openhorde/sdk';
import { MODELS, PERFORMANCE, WORKERS } from './fixtures.ts';
import { discPng } from './png.ts';

type Refusal = { status: number; body: object; headers?: Record<string, string> };

export interface StandInRequest {
  id: string;
  body: ImageRequest;
  apikey: string | undefined;
  state: RequestCheck & { progress: { step: number; steps: number; stage: null } | null };
  /** True once the request was taken back. */
  cancelled: Promise<boolean>;
  /** Streams of events that are open for it. */
  listenerCount(): number;
  /** Changes what the horde says of the request, and tells all listeners. */
  update(change: Partial<StandInRequest['state']>): void;
  /** All its pictures are drawn. */
  finish(): void;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

/** Listens on a free port of the loopback address, known by `host`. `dist` is the folder of the built pages. */
export async function startStandIn(dist: string, host = '127.0.0.1') {
  const requests: StandInRequest[] = [];
  const cancels = new Map<string, () => void>();
  const listeners = new Map<string, Set<ServerResponse>>();
  const control = {
    /** Answers the next `generate/async` calls that are no dry runs with this. */
    refusal: null as Refusal | null,
    performance: { ...PERFORMANCE },
    models: [...MODELS],
    workers: [...WORKERS],
    message: undefined as string | undefined,
    priceCalls: 0,
    /** The account behind every key. */
    username: 'Ada#17',
    kudos: 4031,
    /** Pictures that one account may have waiting. */
    concurrency: 30,
    /** Pixels of the pictures that workers deliver. */
    side: 256,
  };

  function accept(body: ImageRequest, apikey: string | undefined): StandInRequest {
    const count = body.params?.n ?? 1;
    const cancelled = Promise.withResolvers<boolean>();
    const request: StandInRequest = {
      id: randomUUID(),
      body,
      apikey,
      cancelled: cancelled.promise,
      listenerCount: () => listeners.get(request.id)?.size ?? 0,
      state: {
        finished: 0,
        processing: 0,
        restarted: 0,
        waiting: count,
        done: false,
        faulted: false,
        wait_time: 24,
        queue_position: 3,
        kudos: 0,
        is_possible: true,
        progress: null,
      },
      update(change) {
        Object.assign(request.state, change);
        for (const response of listeners.get(request.id) ?? []) tell(response, request);
      },
      finish: () =>
        request.update({
          finished: count,
          processing: 0,
          waiting: 0,
          queue_position: 0,
          wait_time: 0,
          kudos: 9.4 * count,
          done: true,
        }),
    };
    cancels.set(request.id, () => cancelled.resolve(true));
    requests.push(request);
    return request;
  }

  async function answer(request: IncomingMessage, response: ServerResponse, path: string) {
    const send = (status: number, body: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    };
    const [, kind = '', id = ''] = /^\/generate\/(async|events|check|status)\/?(.*)$/.exec(path) ?? [];
    if (kind === 'async') {
      const body = (await readJson(request)) as ImageRequest;
      if (body.dry_run) {
        control.priceCalls++;
        return send(200, { kudos: priceOf(body) });
      }
      if (control.refusal) return send(control.refusal.status, control.refusal.body, control.refusal.headers);
      const accepted = accept(body, request.headers.apikey as string | undefined);
      const kudos = priceOf(body);
      return send(202, { id: accepted.id, kudos, ...(control.message && { message: control.message }) });
    }
    const known = requests.find(one => one.id === id);
    if (kind !== '' && !known)
      return send(404, { message: 'Request with this ID not found', rc: 'RequestNotFound' });
    if (known && kind === 'events') return openStream(response, known);
    if (known && kind === 'check') return send(200, known.state);
    if (known && kind === 'status') {
      if (request.method === 'DELETE') cancels.get(id)?.();
      return send(200, { ...known.state, generations: generationsOf(known), shared: false });
    }
    if (path === '/status/performance') return send(200, control.performance);
    if (path === '/status/models') return send(200, control.models);
    if (path === '/status/modes') return send(200, { maintenance_mode: false, invite_only_mode: false });
    if (path === '/workers') return send(200, control.workers);
    if (path === '/find_user') {
      if (request.headers.apikey === 'wrong-key')
        return send(401, { message: 'No user matching sent API Key.', rc: 'InvalidAPIKey' });
      const isAnonymous = request.headers.apikey === '0000000000';
      return send(
        200,
        isAnonymous
          ? { username: 'Anonymous#0', kudos: -50, concurrency: control.concurrency }
          : { username: control.username, kudos: control.kudos },
      );
    }
    return send(404, { message: 'Not found' });
  }

  function openStream(response: ServerResponse, request: StandInRequest) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const open = listeners.get(request.id) ?? new Set();
    listeners.set(request.id, open.add(response));
    response.on('close', () => open.delete(response));
    tell(response, request);
  }

  function tell(response: ServerResponse, request: StandInRequest) {
    response.write(`event: state\ndata: ${JSON.stringify(request.state)}\n\n`);
    if (request.state.done) response.end('event: end\ndata: {}\n\n');
  }

  function generationsOf(request: StandInRequest) {
    return Array.from({ length: request.state.finished }, (_, index) => ({
      img: `${origin}/objects/${requests.indexOf(request)}-${index}.png`,
      seed: request.body.params?.seed ?? String(4082113907 + index * 7919),
      id: `${request.id.slice(0, -4)}${String(1000 + index)}`,
      censored: false,
      gen_metadata:
        request.state.finished > 1 ? [{ type: 'batch_index', value: 'see_ref', ref: String(index) }] : [],
      worker_id: WORKERS[0]!.id,
      worker_name: WORKERS[0]!.name,
      model: request.body.models?.[0] ?? 'emoji-64',
      state: 'ok',
    }));
  }

  function serveFile(response: ServerResponse, path: string) {
    const wanted = normalize(join(dist, path));
    const file =
      wanted.startsWith(dist) && extname(wanted) !== '' && existsSync(wanted)
        ? wanted
        : join(dist, 'index.html');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/objects/')) {
      const hue = [...pathname].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) / 7.3;
      response.writeHead(200, { 'content-type': 'image/png' });
      return response.end(discPng(control.side, hue % 1));
    }
    if (pathname.startsWith('/api/v2'))
      return void answer(request, response, pathname.slice('/api/v2'.length));
    return serveFile(response, pathname);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    requests,
    control,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function priceOf(body: ImageRequest): number {
  return Math.round(9.4 * (body.params?.n ?? 1) + 1);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const piece of request) text += piece;
  return JSON.parse(text);
}
