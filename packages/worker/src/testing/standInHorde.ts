import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PopInput, SubmitInput } from '@openhorde/sdk';

/*
 * A horde that is only its worker side, over HTTP: it hands out the jobs it was given, takes uploads and submits with
 * the rules of the real one (a job settles once), and fails on demand.
 */

export interface TestJob {
  ids: string[];
  prompt: string;
  seed?: string;
  /** Without upload addresses the pictures travel in the submit. */
  inline?: boolean;
  ttl?: number;
  answer?: Record<string, unknown>;
  payload?: Record<string, unknown>;
}

/** What happens to a call instead of, or after, its ordinary handling. */
export type Mishap =
  | { status: number; json?: unknown; headers?: Record<string, string> }
  /** The connection is cut before anything happened. */
  | 'cut'
  /** It was carried out, but the answer never arrives. */
  | 'cut_after';

type Route = 'pop' | 'submit' | 'progress' | 'upload' | 'source' | 'models';

export async function startHorde(settings: { holds?: boolean; progress?: boolean } = {}) {
  const { holds = true, progress = true } = settings;
  const jobs: TestJob[] = [];
  const state = new Map<string, 'processing' | 'done' | 'faulted' | 'aborted'>();
  const pops: PopInput[] = [];
  const submits: SubmitInput[] = [];
  const uploads = new Map<string, string>();
  const reports: { id: string; step: number; steps: number }[] = [];
  const cancelled = new Set<string>();
  const sources = new Map<string, Buffer>();
  /** What `/stats/img/models` answers. */
  const facts: { totals?: object | undefined } = {};
  const mishaps: { route: Route; mishap: Mishap; left: number }[] = [];
  const held = new Set<() => void>();
  const watchers = new Set<() => void>();
  let server: Server;
  let port = 0;
  const changed = () => {
    for (const watcher of [...watchers]) watcher();
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    const route = routeOf(url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const mishap = takeMishap(route);
    if (mishap === 'cut') return void response.destroy();
    if (mishap && mishap !== 'cut_after')
      return send(response, mishap.status, mishap.json ?? {}, mishap.headers);
    const [status, json, headers] = await answer(route, url, body, request);
    if (mishap === 'cut_after') response.destroy();
    else send(response, status, json, headers);
    changed();
  }

  function takeMishap(route: Route): Mishap | undefined {
    const next = mishaps.find(candidate => candidate.route === route && candidate.left > 0);
    if (next) next.left--;
    return next?.mishap;
  }

  async function answer(route: Route, url: string, body: Buffer, request: IncomingMessage): Promise<Answer> {
    if (route === 'upload') {
      uploads.set(url.split('/').at(-1)?.split('.')[0] ?? '', body.toString());
      return [200, {}];
    }
    if (route === 'source') {
      const source = sources.get(url.split('/').at(-1) ?? '');
      return source ? [200, source] : [404, {}];
    }
    if (route === 'models') return facts.totals ? [200, facts.totals] : [404, {}];
    const input = JSON.parse(body.toString());
    if (route === 'pop') return pop(input, request);
    if (route === 'progress') {
      if (!progress) return [404, { message: 'The requested URL was not found' }];
      reports.push(input);
      return [200, { cancelled: cancelled.has(input.id) }];
    }
    submits.push(input);
    return settle(input);
  }

  async function pop(input: PopInput, request: IncomingMessage): Promise<Answer> {
    pops.push(input);
    changed();
    const mayHold = holds && /wait=\d+/.test(String(request.headers.prefer));
    if (jobs.length === 0 && mayHold) {
      await new Promise<void>(resolve => {
        held.add(resolve);
        request.socket.once('close', resolve);
      });
    }
    const job = request.socket.destroyed ? undefined : jobs.shift();
    for (const id of job?.ids ?? []) state.set(id, 'processing');
    return [200, job ? popAnswer(job) : NOTHING, mayHold ? { 'preference-applied': 'wait=25' } : {}];
  }

  function popAnswer(job: TestJob) {
    const addresses = job.ids.map(id => `http://127.0.0.1:${port}/upload/${id}.webp?signature=x`);
    return {
      ...NOTHING,
      payload: {
        ...NOTHING.payload,
        prompt: job.prompt,
        seed: job.seed ?? '7',
        n_iter: job.ids.length,
        width: 64,
        height: 64,
        ...job.payload,
      },
      id: job.ids[0],
      ids: job.ids,
      skipped: {},
      model: 'test-model',
      ttl: job.ttl ?? 150,
      ...(!job.inline && { r2_upload: addresses[0], r2_uploads: addresses }),
      ...job.answer,
    };
  }

  function settle({ id, state: how }: SubmitInput): Answer {
    const now = state.get(id);
    if (now === undefined) {
      return [404, { message: `Processing Job with ID ${id} does not exist.`, rc: 'InvalidJobID' }];
    }
    if (now === 'done') return [400, { message: `Job ${id} was already submitted`, rc: 'DuplicateGen' }];
    if (now === 'aborted') return [400, { message: 'Please check your worker speed', rc: 'AbortedGen' }];
    state.set(id, how === 'faulted' ? 'faulted' : 'done');
    return [200, { reward: how === 'faulted' ? 0 : 10 }];
  }

  async function open(): Promise<void> {
    server = createServer((request, response) => {
      handle(request, response).catch(() => response.destroy());
    });
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  }

  /** No server at the address any more, until `open`. */
  async function close(): Promise<void> {
    for (const release of held) release();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }

  await open();
  return {
    url: () => `http://127.0.0.1:${port}`,
    pops,
    submits,
    /** Job id → what was uploaded for it. */
    uploads,
    reports,
    set totals(totals: object | undefined) {
      facts.totals = totals;
    },
    /** Job ids whose progress reports are answered with `cancelled`. */
    cancelled,
    /** Name → image under `/source/<name>`. */
    sources,
    state,
    add(...more: TestJob[]) {
      jobs.push(...more);
      for (const release of held) release();
      held.clear();
    },
    mishap: (route: Route, mishap: Mishap, times = 1) => void mishaps.push({ route, mishap, left: times }),
    /** No more mishaps. */
    calm: () => void mishaps.splice(0),
    submitsOf: (id: string) => submits.filter(submit => submit.id === id),
    /** Waits until `condition` holds; it is looked at after every call. */
    until(condition: () => boolean): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = () => {
        if (!condition()) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
      return promise;
    },
    close,
    open,
    [Symbol.asyncDispose]: close,
  };
}

type Answer = [status: number, json: unknown, headers?: Record<string, string>];

const NOTHING = {
  payload: { sampler_name: 'k_euler_a', cfg_scale: 7.5, height: 512, width: 512, ddim_steps: 5, n_iter: 1 },
  id: null as string | null,
  ids: [] as string[],
  messages: [],
  ttl: null,
  skipped: { models: 3, nsfw: 0 },
  model: null,
  source_image: null,
  source_processing: 'img2img',
  source_mask: null,
  extra_source_images: null,
  r2_upload: null,
  r2_uploads: null,
};

function routeOf(url: string): Route {
  if (url.startsWith('/upload/')) return 'upload';
  if (url.startsWith('/source/')) return 'source';
  return url.split('/').at(-1) as Route;
}

function send(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Record<string, string> = {},
): void {
  const isBytes = json instanceof Uint8Array;
  response.writeHead(status, { 'content-type': isBytes ? 'image/png' : 'application/json', ...headers });
  response.end(isBytes ? json : JSON.stringify(json));
}
