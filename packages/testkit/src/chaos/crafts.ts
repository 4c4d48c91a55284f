import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from '../kill/crowd.ts';

/** What a Scribe or an Alchemist does with other words than a Dreamer. */
interface Craft {
  name: string;
  ask: string;
  wanted: object;
  pop: string;
  offer: object;
  /** Ids by which jobs are handed in. */
  idsOf(answer: Record<string, unknown>): string[];
  submit: string;
  result: object;
  /** Where a request is looked at, and taken back. */
  status: string;
}

/** A white PNG of 513 × 512 pixels. */
const SOURCE =
  'iVBORw0KGgoAAAANSUhEUgAAAgEAAAIAAQAAAAAzwYJpAAAAN0lEQVR42u3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAAADArwGEAAABnzVjYgAAAABJRU5ErkJggg==';
const TEXT_MODEL = 'koboldcpp/Robin-7B';

export const CRAFTS: readonly Craft[] = [
  {
    name: 'scribe',
    ask: '/generate/text/async',
    wanted: { prompt: 'Describe the harbour', models: [TEXT_MODEL], params: { n: 2 } },
    pop: '/generate/text/pop',
    offer: { models: [TEXT_MODEL], bridge_agent: 'KoboldCppEmbedWorker:2.0.0:test' },
    idsOf: answer => (answer.id === null ? [] : (answer.ids as string[])),
    submit: '/generate/text/submit',
    result: { generation: 'Masts, and gulls over them.', state: 'ok' },
    status: '/generate/text/status',
  },
  {
    name: 'alchemist',
    ask: '/interrogate/async',
    wanted: { source_image: SOURCE, forms: [{ name: 'caption' }, { name: 'nsfw' }] },
    pop: '/interrogate/pop',
    offer: { forms: ['caption', 'nsfw'], amount: 2 },
    idsOf: answer => ((answer.forms ?? []) as { id: string }[]).map(({ id }) => id),
    submit: '/interrogate/submit',
    result: { result: { caption: 'a white wall', nsfw: false }, state: 'ok' },
    status: '/interrogate/status',
  },
];

/** Those who ask for work of a craft, and those who do it, at another node with each call. */
export class Guild {
  /** Ids by which good results were handed in. */
  readonly handedIn: string[] = [];
  readonly #craft: Craft;
  readonly #crowd: Crowd;
  readonly #random: () => number;
  readonly #asked: string[] = [];

  constructor(craft: Craft, crowd: Crowd, random: () => number) {
    this.#craft = craft;
    this.#crowd = crowd;
    this.#random = random;
  }

  /** Goes on until `isOver`. @throws Error with the first thing that must not be */
  async live(isOver: () => boolean): Promise<void> {
    const until = async (work: () => Promise<unknown>) => {
      while (!isOver()) {
        await work();
        await pause(this.#random() * 400);
      }
    };
    // Of those whose owners are trusted, and may have more of them.
    const hands = this.#crowd.workers.slice(0, 8).filter((_, n) => n % 4 < 2);
    await Promise.all([
      until(() => this.#asks()),
      ...hands.map(({ apikey }, n) => until(() => this.#works(apikey, n))),
    ]);
  }

  /** Works on until no request waits that a worker could take. */
  async workOff(): Promise<void> {
    const { apikey } = this.#crowd.workers[0]!;
    while ((await this.#works(apikey, 0)) > 0);
  }

  async #asks(): Promise<void> {
    const { ask, wanted, status } = this.#craft;
    const { people } = this.#crowd;
    // Shared keys, at the end of them, are not taken by each craft.
    const apikey = people[1 + Math.floor(this.#random() * 12)]!;
    const answer = await this.#crowd.call('POST', ask, { apikey, body: wanted });
    if (answer.status === 202) this.#asked.push(String(answer.body.id));
    else if (answer.status !== 429)
      throw new Error(`${ask}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const some = this.#asked.at(-1 - Math.floor(this.#random() * 20));
    if (some !== undefined && this.#random() < 0.2)
      await this.#crowd.call('DELETE', `${status}/${some}`, { apikey });
  }

  /** @returns how many jobs it found */
  async #works(apikey: string, n: number): Promise<number> {
    const { name, pop, offer, idsOf, submit, result } = this.#craft;
    const body = { name: `${name} ${n} of ${apikey.slice(0, 6)}`, ...offer };
    const answer = await this.#crowd.call('POST', pop, { apikey, body });
    if (answer.status !== 200) throw new Error(`${pop}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const ids = idsOf(answer.body);
    for (const id of ids) {
      this.handedIn.push(id);
      const told = await this.#crowd.call('POST', submit, { apikey, body: { id, ...result } });
      // The answer to the first try was lost, or the form was taken back and paid.
      if (told.status !== 200 && told.body.rc !== 'DuplicateGen')
        throw new Error(`${submit} of ${id}: ${told.status} ${JSON.stringify(told.body)}`);
    }
    return ids.length;
  }
}
