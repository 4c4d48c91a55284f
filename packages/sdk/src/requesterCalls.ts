import type { DeletedWorker, ModifyWorker } from '@openhorde/contract';
import { PICTURES_BYTES_MAX } from './body.ts';
import type { CallOptions, Http } from './http.ts';
import { createLimiter } from './limiter.ts';
import type {
  AcceptedRequest,
  Heartbeat,
  ImageRequest,
  Model,
  Modes,
  Performance,
  RequestCheck,
  RequestChecks,
  RequestStatus,
  User,
  Worker,
  WorkerEdit,
} from './types.ts';

export interface WaitOptions extends CallOptions {
  /** Seconds (at most 30) that the server may hold the answer until something changes. */
  waitSeconds?: number | undefined;
}

export type RequesterCalls = ReturnType<typeof createRequesterCalls>;

/** One function for each operation that a requester needs. All reject with HordeApiError or HordeNetworkError. */
export function createRequesterCalls(http: Http) {
  const acceptTurn = createLimiter({ count: 2, windowMs: 1_000 }, http.world);
  const statusTurn = createLimiter({ count: 10, windowMs: 60_000 }, http.world);

  async function get<T>(path: string, options?: CallOptions, query?: Query, sendKey = false): Promise<T> {
    return (await http.call<T>({ method: 'GET', path, sendKey, ...(query && { query }) }, options)).body;
  }

  async function postImage<T>(body: ImageRequest, options?: CallOptions): Promise<T> {
    await acceptTurn('async', options?.signal);
    return (await http.call<T>({ method: 'POST', path: '/generate/async', body, sendKey: true }, options))
      .body;
  }

  return {
    /** Asks for images; the answer has the id to wait for. */
    generateAsync: (input: ImageRequest, options?: CallOptions) =>
      postImage<AcceptedRequest>({ ...input, dry_run: false }, options),

    /** Kudos that the request would cost, for all its images together; nothing is queued. */
    price: async (input: ImageRequest, options?: CallOptions) =>
      (await postImage<{ kudos: number }>({ ...input, dry_run: true }, options)).kudos,

    check: (id: string, options: WaitOptions = {}) => look<RequestCheck>(http, 'check', id, options),

    /** `check` for up to 100 requests for images or texts in one call. Only our servers know it: others answer 404 or 405. */
    checkMany: async (ids: readonly string[], options?: CallOptions) => {
      const call = { method: 'POST', path: '/generate/check', body: { ids }, sendKey: false } as const;
      return (await http.call<RequestChecks>(call, options)).body;
    },

    /** At most 10 a minute for one request: look with `check`, and call this once it is done. */
    status: async (id: string, options: WaitOptions = {}) => {
      await statusTurn(id, options.signal);
      return look<RequestStatus>(http, 'status', id, options);
    },

    /** Takes the request back; the answer holds what was done so far. */
    cancel: async (id: string, options?: CallOptions) => {
      const path = `/generate/status/${encodeURIComponent(id)}`;
      const call = { method: 'DELETE', path, sendKey: false, sizeBytesMax: PICTURES_BYTES_MAX } as const;
      return (await http.call<RequestStatus>(call, options)).body;
    },

    /** The user of the key. */
    findUser: (options?: CallOptions) => get<User>('/find_user', options, undefined, true),
    user: (id: number, options?: CallOptions) => get<User>(`/users/${id}`, options, undefined, true),

    workers: (query: { type?: string; name?: string } = {}, options?: CallOptions) =>
      get<Worker[]>('/workers', options, query),
    worker: (id: string, options?: CallOptions) =>
      get<Worker>(`/workers/${encodeURIComponent(id)}`, options, undefined, true),
    workerByName: (name: string, options?: CallOptions) =>
      get<Worker>(`/workers/name/${encodeURIComponent(name)}`, options, undefined, true),
    editWorker: async (id: string, edit: WorkerEdit, options?: CallOptions) => {
      const path = `/workers/${encodeURIComponent(id)}`;
      return (await http.call<ModifyWorker>({ method: 'PUT', path, body: edit, sendKey: true }, options))
        .body;
    },
    deleteWorker: async (id: string, options?: CallOptions) => {
      const path = `/workers/${encodeURIComponent(id)}`;
      return (await http.call<DeletedWorker>({ method: 'DELETE', path, sendKey: true }, options)).body;
    },

    models: (query: ModelsQuery = {}, options?: CallOptions) =>
      get<Model[]>('/status/models', options, {
        type: query.type,
        min_count: query.minCount,
        max_count: query.maxCount,
        model_state: query.modelState,
      }),
    performance: (options?: CallOptions) => get<Performance>('/status/performance', options),
    modes: (options?: CallOptions) => get<Modes>('/status/modes', options),
    heartbeat: (options?: CallOptions) => get<Heartbeat>('/status/heartbeat', options),
  };
}

type Query = Record<string, string | number | boolean | undefined>;

export interface ModelsQuery {
  type?: 'image' | 'text';
  minCount?: number;
  maxCount?: number;
  modelState?: 'known' | 'custom' | 'all';
}

async function look<T>(http: Http, kind: 'check' | 'status', id: string, options: WaitOptions): Promise<T> {
  const { waitSeconds, ...rest } = options;
  const path = `/generate/${kind}/${encodeURIComponent(id)}`;
  const sizeBytesMax = kind === 'status' ? PICTURES_BYTES_MAX : undefined;
  return (await http.call<T>({ method: 'GET', path, sendKey: false, waitSeconds, sizeBytesMax }, rest)).body;
}
