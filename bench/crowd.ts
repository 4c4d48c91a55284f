import { PICTURE } from '@openhorde/testkit/picture';
import type { Caller } from './caller.ts';
import { Unwanted } from './lanes.ts';
import type { Options } from './options.ts';

/** A job that a worker holds. */
export interface HeldJob {
  id: string;
  apikey: string;
  uploadUrl: string;
  /** When it is done, on the clock of `performance.now()`. */
  readyAtMs: number;
}

type Settings = Pick<Options, 'apikeys' | 'workerKeys' | 'models' | 'jobSeconds'>;

/** Requesters and workers of a bench. What they ask for varies as it does on a public horde, and is the same every time. */
export class Crowd {
  readonly #caller: Caller;
  readonly #options: Settings;
  readonly #random = seededRandom(1);
  /** The requests that came in last, and so are the last ones to be taken. */
  readonly #latest: string[] = [];
  #asked = 0;
  #kept = 0;

  constructor(caller: Caller, options: Settings) {
    this.#caller = caller;
    this.#options = options;
  }

  /** Asks for one image. @returns the id of the request */
  async ask(): Promise<string> {
    // In turn: an account may have only so many waiting.
    const apikey = this.#options.apikeys[this.#asked++ % this.#options.apikeys.length];
    const { status, body } = await this.#caller.call('POST', '/generate/async', apikey, this.#request());
    if (status !== 202) throw unwanted('async', status, body);
    const id = String(body.id);
    this.#latest[this.#kept++ % LATEST] = id;
    return id;
  }

  /** A worker that takes anything asks for a job. @throws Unwanted when there is none */
  async take(lane: number): Promise<HeldJob> {
    const apikey = this.#ownerOf(lane);
    const { status, body } = await this.#caller.call('POST', '/generate/pop', apikey, this.#offer(lane));
    if (status !== 200 || typeof body.id !== 'string') throw unwanted('pop', status, body);
    const uploadUrl = String(body.r2_upload);
    return { id: body.id, apikey, uploadUrl, readyAtMs: performance.now() + this.#options.jobSeconds * 1000 };
  }

  /** An idle worker asks, of one of the kinds for which nothing waits. @throws Unwanted when it gets a job */
  async takeInVain(lane: number): Promise<void> {
    const apikey = this.#ownerOf(lane);
    const offer = { ...this.#offer(lane), ...IDLE_OFFERS[lane % IDLE_OFFERS.length]!(this.#options.models) };
    const { status, body } = await this.#caller.call('POST', '/generate/pop', apikey, offer);
    if (status !== 200 || body.id !== null) throw unwanted('pop', status, body);
  }

  async handIn({ id, apikey, uploadUrl }: HeldJob): Promise<void> {
    const uploaded = await this.#caller.upload(uploadUrl, PICTURE);
    if (uploaded !== 200) throw unwanted('upload', uploaded, {});
    const result = { id, generation: 'R2', state: 'ok', seed: 1 };
    const { status, body } = await this.#caller.call('POST', '/generate/submit', apikey, result);
    if (status !== 200) throw unwanted('submit', status, body);
  }

  async look(id: string): Promise<void> {
    const { status, body } = await this.#caller.call('GET', `/generate/check/${id}`);
    if (status !== 200) throw unwanted('check', status, body);
  }

  /** A request that waits. */
  someId(): string {
    return this.#pick(this.#latest);
  }

  /** Waiting images, as the horde counts them. */
  async waiting(): Promise<number> {
    const { body } = await this.#caller.call('GET', '/status/performance');
    return Number(body.queued_requests);
  }

  #ownerOf(lane: number): string {
    return this.#options.workerKeys[lane % this.#options.workerKeys.length]!;
  }

  #offer(lane: number) {
    return {
      name: `bench worker ${lane}`,
      models: this.#options.models,
      bridge_agent: 'AI Horde Worker reGen:10.0.0:https://github.com/openhorde/openhorde',
      max_pixels: 4_194_304,
      nsfw: true,
      amount: 1,
      threads: 1,
      allow_img2img: true,
      allow_painting: true,
      allow_post_processing: true,
      allow_controlnet: true,
      allow_lora: true,
    };
  }

  #request() {
    const models = this.#options.models.slice(0, -1);
    const [width, height] = this.#skewed(SIZES)!;
    const chance = (share: number) => this.#random() < share;
    return {
      prompt: `${this.#pick(SUBJECTS)}, ${this.#pick(MANNERS)}, ${Math.floor(this.#random() * 1e6)} ### blurry`,
      models: [this.#skewed(models)],
      nsfw: chance(0.6),
      trusted_workers: chance(0.1),
      slow_workers: chance(0.9),
      params: {
        n: 1,
        width,
        height,
        steps: this.#skewed(STEPS),
        sampler_name: this.#skewed(SAMPLERS),
        karras: chance(0.8),
        ...(chance(0.15) && { post_processing: ['RealESRGAN_x4plus'] }),
        ...(chance(0.2) && { loras: [{ name: String(Math.floor(this.#random() * 5000)) }] }),
      },
    };
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)]!;
  }

  /** The first values far more often than the last ones, as with everything that people choose. */
  #skewed<T>(values: readonly T[]): T {
    return values[Math.floor(values.length * this.#random() ** 2.5)]!;
  }
}

const LATEST = 1000;
const SIZES = [
  [1024, 1024],
  [512, 512],
  [832, 1216],
  [512, 768],
  [768, 768],
  [1216, 832],
  [768, 512],
  [640, 960],
  [896, 1152],
  [576, 1024],
  [1024, 576],
  [1536, 640],
] as const;
const STEPS = [30, 20, 25, 28, 8, 35, 40, 50, 24, 22, 15, 10, 12, 18, 32, 45];
const SAMPLERS = [
  'k_euler_a',
  'k_dpmpp_2m',
  'k_euler',
  'k_dpmpp_sde',
  'k_dpmpp_2s_a',
  'DDIM',
  'k_heun',
  'lcm',
];
const SUBJECTS = [
  'a red heart',
  'a castle by the sea',
  'an old fisherman',
  'a fox in the snow',
  'a city at night',
];
const MANNERS = [
  'oil on canvas',
  'sharp photograph',
  'ink drawing',
  'low poly',
  'children book illustration',
];

/** What idle workers lack: the right models, size, or features. */
const IDLE_OFFERS: ((models: readonly string[]) => object)[] = [
  models => ({ models: [models.at(-1)] }),
  () => ({ max_pixels: 65_536 }),
  models => ({ models: [models.at(-1)], allow_lora: false, nsfw: false }),
  () => ({ max_pixels: 65_536, allow_post_processing: false, blacklist: ['fisherman'] }),
];

function unwanted(call: string, status: number, body: object): Unwanted {
  return new Unwanted(`${call}: ${status} ${JSON.stringify(body).slice(0, 300)}`);
}

/** Uniform in [0, 1), the same numbers for the same seed: mulberry32 by Tommy Ettinger (public domain). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
