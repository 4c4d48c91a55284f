import { UPLOADED } from '@openhorde/contract';
import { PICTURE } from '../picture.ts';
import { forEach, until } from './until.ts';

// People and workers of a horde that is being killed. They remember what they were told, and repeat each call until
// they get an answer that is one: neither a broken connection nor a 5xx.

const MODEL = 'Deliberate';
const BATCH = 4;
/** So many that none of them has more images waiting than an account may have. */
const PEOPLE = 20;

interface CallOptions {
  apikey?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** An account that works, under one of its names. */
export interface Hand {
  apikey: string;
  name: string;
}

/** A job that a worker knows it has. */
export interface HeldJob {
  id: string;
  apikey: string;
  /** Where its picture goes. */
  uploadUrl: string;
}

/** What happened to the submits of one job, over all tries. */
export interface Told {
  job: HeldJob;
  /** Its worker gave it up of its own accord. */
  givenUp: boolean;
  paid: number;
  refused: string[];
}

export class Crowd {
  /** Of the node that the next try goes to, each time asked anew. */
  readonly #url: () => string;
  /** Keys of those who ask. */
  people: string[] = [];
  workers: Hand[] = [];
  /** Requests that were accepted, as far as their people know. */
  readonly accepted = new Set<string>();
  /** Jobs that workers know they have. */
  held: HeldJob[] = [];
  readonly told = new Map<string, Told>();
  /** Called after each answered submit with the number of paid ones so far. */
  onPaid: (paid: number) => void = () => {};
  #paid = 0;

  constructor(url: string | (() => string)) {
    this.#url = typeof url === 'string' ? () => url : url;
  }

  /** Some accounts with kudos and the anonymous one; workers of trusted and of new owners. */
  async gather(): Promise<void> {
    const names = Array.from({ length: PEOPLE }, (_, n) => `person ${n}`);
    this.people = [
      '0000000000',
      ...(await Promise.all(names.map((name, n) => this.account(name, n % 2 === 0)))),
    ];
    const owners = [
      await this.account('cleo', true),
      await this.account('dan', true),
      await this.account('eve', false),
    ];
    this.workers = owners.flatMap((apikey, owner) =>
      Array.from({ length: 4 }, (_, n) => ({ apikey, name: `hand ${owner}-${n}` })),
    );
  }

  /** @returns the key of an account with kudos */
  async account(name: string, trusted: boolean): Promise<string> {
    const body = { username: name, oauth_id: name, kudos: 100_000, trusted, moderator: false };
    const made = await this.call('POST', '/dev/test-user', { body });
    return String(made.body.api_key);
  }

  /** Asks for `count` requests of `images` images each. @returns their ids, as far as the answers arrived */
  async ask(count: number, { model = MODEL, images = BATCH } = {}): Promise<string[]> {
    const ids: string[] = [];
    await forEach([...Array(count).keys()], 12, async n => {
      const apikey = this.people[n % this.people.length]!;
      const { status, body } = await this.askOnce(apikey, { model, images });
      if (status !== 202) throw new Error(`a request was refused: ${status} ${JSON.stringify(body)}`);
      ids.push(String(body.id));
    });
    return ids;
  }

  /** Asks for images once, and remembers the request when it is accepted. */
  async askOnce(apikey: string, { model = MODEL, images = BATCH } = {}): Promise<Answer> {
    const params = { n: images, steps: 10, width: 512, height: 512 };
    const body = { prompt: `a cat, number ${this.accepted.size}`, models: [model], params };
    const answer = await this.call('POST', '/generate/async', { apikey, body });
    if (answer.status === 202) this.accepted.add(String(answer.body.id));
    return answer;
  }

  /** Workers take jobs, all at once, until they hold `count` or nothing comes. @returns whether anything came */
  async take(count: number): Promise<boolean> {
    const before = this.held.length;
    await Promise.all(
      this.workers.map(async worker => {
        while (this.held.length < count) {
          const jobs = await this.pop(worker);
          if (jobs.length === 0) return;
          this.held.push(...jobs);
        }
      }),
    );
    return this.held.length > before;
  }

  /** Hands in everything that is held, many at a time; every 17th job is given up instead. */
  async handIn(): Promise<void> {
    const jobs = this.held;
    this.held = [];
    await forEach(jobs, 24, async job => {
      await this.submit(job, shareOf(job.id, 17) ? 'faulted' : 'ok');
    });
  }

  /** Takes every tenth request back. */
  async cancelSome(): Promise<void> {
    const some = [...this.accepted].filter((_, i) => i % 10 === 0);
    await forEach(some, 4, async id => void (await this.call('DELETE', `/generate/status/${id}`)));
  }

  async submit(job: HeldJob, state: 'ok' | 'faulted' = 'ok'): Promise<void> {
    const { id } = job;
    const told = this.told.get(id) ?? { job, givenUp: false, paid: 0, refused: [] };
    this.told.set(id, told);
    if (state === 'faulted') told.givenUp = true;
    else await this.#upload(job);
    const submit = () => this.#submitAs(job.apikey, id, state);
    // The answer to every fifth submit is lost, and it is made again before the first one is over.
    const lost = shareOf(id, 5) ? submit() : undefined;
    const { status, body: answer } = await submit();
    await lost;
    if (status !== 200) told.refused.push(String(answer.rc));
    else if (Number(answer.reward) > 0) told.paid += 1;
    if (status === 200) this.onPaid(++this.#paid);
  }

  /**
   * Hands the last jobs in once more, whatever became of them; and with the key of another worker's owner,
   * which is always refused.
   */
  async handInAgain(count = 500): Promise<void> {
    const owners = [...new Set(this.workers.map(({ apikey }) => apikey))];
    await forEach([...this.told.values()].slice(-count), 24, async ({ job }) => {
      await this.submit(job);
      const stranger = owners.find(apikey => apikey !== job.apikey)!;
      const { status, body } = await this.#submitAs(stranger, job.id, 'ok');
      if (status !== 403 || body.rc !== 'WrongCredentials')
        throw new Error(`job ${job.id} of somebody else: ${status} ${JSON.stringify(body)}`);
    });
  }

  /** Works on until no request waits any more that a worker could take. */
  async workOff(): Promise<void> {
    do await this.handIn();
    while (await this.take(Number.POSITIVE_INFINITY));
  }

  /** How each request ended: `done`, `faulted` or `expired`. @throws Error while one has not */
  ends(): Promise<string[]> {
    return Promise.all(
      [...this.accepted].map(async id => {
        const { status, body } = await this.call('GET', `/generate/status/${id}`);
        if (status === 404) return 'expired';
        if (body.faulted) return 'faulted';
        if (!body.done) throw new Error(`request ${id} stands at ${JSON.stringify(body)}`);
        return 'done';
      }),
    );
  }

  call(
    method: string,
    path: string,
    { apikey = '0000000000', body, headers }: CallOptions = {},
  ): Promise<Answer> {
    return until(`${method} ${path} is answered`, async () => {
      const response = await fetch(`${this.#url()}/api/v2${path}`, {
        method,
        headers: {
          apikey,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      if (response.status >= 500) throw new Error(`${response.status} ${text}`);
      return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
    });
  }

  /** A worker asks for jobs. @param holdSeconds that it is willing to wait */
  async pop({ apikey, name }: Hand, holdSeconds = 0): Promise<HeldJob[]> {
    const body = {
      name,
      models: [MODEL],
      max_pixels: 4_194_304,
      amount: BATCH,
      bridge_agent: 'AI Horde Worker reGen:10.0.0:test',
    };
    const headers = holdSeconds > 0 ? { prefer: `wait=${holdSeconds}` } : {};
    const { status, body: answer } = await this.call('POST', '/generate/pop', { apikey, body, headers });
    // It has dropped too many jobs.
    if (answer.rc === 'WorkerMaintenance') return [];
    if (status !== 200) throw new Error(`${name} was refused: ${status} ${JSON.stringify(answer)}`);
    if (answer.id === null) return [];
    const uploads = answer.r2_uploads as string[];
    return (answer.ids as string[]).map((id, n) => ({ id, apikey, uploadUrl: uploads[n]! }));
  }

  #submitAs(apikey: string, id: string, state: 'ok' | 'faulted'): Promise<Answer> {
    const body = { id, generation: UPLOADED, seed: state === 'ok' ? 1 : -1, state };
    return this.call('POST', '/generate/submit', { apikey, body });
  }

  /** To any node: they share their folder. A second one is refused when the job was submitted already. */
  async #upload({ id, uploadUrl }: HeldJob): Promise<void> {
    const { pathname, search } = new URL(uploadUrl);
    await until(`the picture of ${id} is uploaded`, async () => {
      const signal = AbortSignal.timeout(30_000);
      const address = `${this.#url()}${pathname}${search}`;
      const { status } = await fetch(address, { method: 'PUT', body: PICTURE, signal });
      if (status !== 200 && status !== 409) throw new Error(`an upload was answered ${status}`);
      return true;
    });
  }
}

/** True for one of `n` ids. */
function shareOf(id: string, n: number): boolean {
  return Number.parseInt(id.slice(0, 8), 16) % n === 0;
}
