import { fileURLToPath } from 'node:url';
import type { GenerationPayloadKobold, RequestAsync, RequestStatusKobold } from '@openhorde/contract';
import { startTestHorde, type TestUser } from '@openhorde/testkit';
import { reapJobs } from '../../core/jobs/index.ts';
import { expireRequests } from '../../core/requests/index.ts';
import { world } from '../../platform/world.ts';

// A horde whose clock can be moved, with the text models of the stories; a requester and a worker's owner.

const MODELS = fileURLToPath(new URL('../../../../testkit/stories/text-models.json', import.meta.url));

export const MODEL = 'koboldcpp/Robin-7B';
const AGENT = 'KoboldCppEmbedWorker:2.0.0:https://example.org';

interface Call {
  apikey?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export async function textHorde() {
  let shiftMs = 0;
  const shifted = { ...world, now: () => world.now() + shiftMs };
  const horde = await startTestHorde({ TEXT_MODELS: MODELS }, { world: shifted });
  const asker = await horde.user({ username: 'asker', kudos: 10_000 });
  const writer = await horde.user({ username: 'writer', kudos: 100, trusted: true });

  async function call<Body>(method: string, where: string, { apikey = asker.apikey, ...rest }: Call = {}) {
    const answer = await horde.call(method, `/generate/text${where}`, { apikey, ...rest });
    return answer as { status: number; headers: Headers; body: Body & { rc?: string } };
  }

  /** Fails unless the call is answered with `expected`. */
  async function must<Body>(expected: number, ...args: Parameters<typeof call>): Promise<Body> {
    const { status, body } = await call<Body>(...args);
    if (status !== expected) throw new Error(`${args[0]} ${args[1]}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  const popBody = (fields: object) => ({ name: 'Scribe', models: [MODEL], bridge_agent: AGENT, ...fields });
  return {
    horde,
    asker,
    writer,
    call,
    /** Asks for a text. */
    ask: (fields: object = {}, user: TestUser = asker) =>
      must<RequestAsync & { id: string }>(202, 'POST', '/async', {
        apikey: user.apikey,
        body: { prompt: 'Describe the harbour', models: [MODEL], ...fields },
      }),
    status: (id: string) => must<RequestStatusKobold>(200, 'GET', `/status/${id}`),
    popBody,
    /** A Scribe asks for work. */
    pop: (fields: object = {}, user: TestUser = writer) =>
      must<GenerationPayloadKobold>(200, 'POST', '/pop', { apikey: user.apikey, body: popBody(fields) }),
    /** Hands a text in. @returns status, and reward or return code */
    async submit(id: string | null | undefined, generation = 'word '.repeat(64), fields: object = {}) {
      const body = { id, generation, ...fields };
      const answer = await call<{ reward?: number }>('POST', '/submit', { apikey: writer.apikey, body });
      return [answer.status, answer.body.rc ?? answer.body.reward];
    },
    async userOf({ id, apikey }: TestUser) {
      return (await horde.call('GET', `/users/${id}`, { apikey })).body as unknown as {
        kudos: number;
        records: Record<string, Record<string, number>>;
      };
    },
    /** Time goes on, and what is over by then is looked after. */
    async advance(ms: number): Promise<void> {
      shiftMs += ms;
      await horde.horde.commits.drain();
      await reapJobs(horde.horde);
      await expireRequests(horde.horde, new AbortController().signal);
    },
  };
}
