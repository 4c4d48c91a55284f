import { PICTURES_BYTES_MAX } from './body.ts';
import type { CallOptions, Endpoint, Http } from './http.ts';
import { createLimiter } from './limiter.ts';
import * as routes from './routes.ts';
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
import type { DeletedWorker, ImgModelStats, ModifyWorker } from './wire.ts';

export interface WaitOptions extends CallOptions {
  /** Seconds (at most 30) that the server may hold the answer until something changes. */
  waitSeconds?: number | undefined;
}

export type RequesterCalls = ReturnType<typeof createRequesterCalls>;

/** One function for each operation that a requester needs. All reject with HordeApiError or HordeNetworkError. */
export function createRequesterCalls(http: Http) {
  const acceptTurn = createLimiter({ count: 2, windowMs: 1_000 }, http.world);
  const statusTurn = createLimiter({ count: 10, windowMs: 60_000 }, http.world);

  async function ask<T>(endpoint: Endpoint, options?: CallOptions, sent: Sent = {}): Promise<T> {
    return (await http.call<T>({ endpoint, ...sent }, options)).body;
  }

  async function postImage<T>(body: ImageRequest, options?: CallOptions): Promise<T> {
    await acceptTurn('async', options?.signal);
    return ask<T>(routes.imageAsync, options, { body });
  }

  return {
    /** Asks for images; the answer has the id to wait for. */
    generateAsync: (input: ImageRequest, options?: CallOptions) =>
      postImage<AcceptedRequest>({ ...input, dry_run: false }, options),

    /** Kudos that the request would cost, for all its images together; nothing is queued. */
    price: async (input: ImageRequest, options?: CallOptions) =>
      (await postImage<{ kudos: number }>({ ...input, dry_run: true }, options)).kudos,

    check: (id: string, options: WaitOptions = {}) =>
      look<RequestCheck>(http, routes.imageCheck, id, options),

    /** `check` for up to 100 requests for images or texts in one call. Only our servers know it: others answer 404 or 405. */
    checkMany: (ids: readonly string[], options?: CallOptions) =>
      ask<RequestChecks>(routes.checkMany, options, { body: { ids } }),

    /** At most 10 a minute for one request: look with `check`, and call this once it is done. */
    status: async (id: string, options: WaitOptions = {}) => {
      await statusTurn(id, options.signal);
      return look<RequestStatus>(http, routes.imageStatus, id, options);
    },

    /** Takes the request back; the answer holds what was done so far. */
    cancel: (id: string, options?: CallOptions) =>
      ask<RequestStatus>(routes.imageCancel, options, { params: { id }, sizeBytesMax: PICTURES_BYTES_MAX }),

    /** The user of the key. */
    findUser: (options?: CallOptions) => ask<User>(routes.findUser, options),
    user: (id: number, options?: CallOptions) =>
      ask<User>(routes.userById, options, { params: { user_id: id } }),

    workers: (query: { type?: string; name?: string } = {}, options?: CallOptions) =>
      ask<Worker[]>(routes.workers, options, { query }),
    worker: (id: string, options?: CallOptions) =>
      ask<Worker>(routes.workerById, options, { params: { worker_id: id } }),
    workerByName: (name: string, options?: CallOptions) =>
      ask<Worker>(routes.workerByName, options, { params: { worker_name: name } }),
    editWorker: (id: string, edit: WorkerEdit, options?: CallOptions) =>
      ask<ModifyWorker>(routes.editWorker, options, { params: { worker_id: id }, body: edit }),
    deleteWorker: (id: string, options?: CallOptions) =>
      ask<DeletedWorker>(routes.deleteWorker, options, { params: { worker_id: id } }),

    models: (query: ModelsQuery = {}, options?: CallOptions) =>
      ask<Model[]>(routes.models, options, {
        query: {
          type: query.type,
          min_count: query.minCount,
          max_count: query.maxCount,
          model_state: query.modelState,
        },
      }),
    /** How many images each model has made. */
    imageModelTotals: (options?: CallOptions) => ask<ImgModelStats>(routes.imageModelTotals, options),
    performance: (options?: CallOptions) => ask<Performance>(routes.performance, options),
    modes: (options?: CallOptions) => ask<Modes>(routes.modes, options),
    heartbeat: (options?: CallOptions) => ask<Heartbeat>(routes.heartbeat, options),
  };
}

/** What a call sends besides its headers. */
interface Sent {
  params?: Readonly<Record<string, string | number>>;
  query?: Query;
  body?: object;
  /** Of the answer. */
  sizeBytesMax?: number;
}

type Query = Record<string, string | number | boolean | undefined>;

export interface ModelsQuery {
  type?: 'image' | 'text';
  minCount?: number;
  maxCount?: number;
  modelState?: 'known' | 'custom' | 'all';
}

async function look<T>(
  http: Http,
  endpoint: Endpoint,
  id: string,
  { waitSeconds, ...options }: WaitOptions,
): Promise<T> {
  const sizeBytesMax = endpoint === routes.imageStatus ? PICTURES_BYTES_MAX : undefined;
  return (await http.call<T>({ endpoint, params: { id }, waitSeconds, sizeBytesMax }, options)).body;
}
