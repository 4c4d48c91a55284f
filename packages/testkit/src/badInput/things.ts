import assert from 'node:assert/strict';
import type { Route } from '@openhorde/contract';
import type { TestHorde, TestUser } from '../testHorde.ts';
import { ownPossessions, type Possessions } from './possessions.ts';

const MODEL = 'Deliberate';
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** How a kind of work is asked for and taken. */
interface KindOfWork {
  /** The paths of its routes begin with it. */
  family: string;
  worker: string;
  request: Record<string, unknown>;
  pop: Record<string, unknown>;
  jobOf(answer: never): string | undefined;
}

const KINDS: KindOfWork[] = [
  {
    family: '/v2/generate/text',
    worker: "the owner's scribe",
    request: { prompt: 'a tale', models: [MODEL] },
    pop: { models: [MODEL], bridge_agent: 'KoboldCppEmbedWorker:2.0.0:test' },
    jobOf: ({ id }: { id?: string }) => id,
  },
  {
    family: '/v2/interrogate',
    worker: "the owner's alchemist",
    request: { forms: [{ name: 'caption' }], source_image: PICTURE },
    pop: { forms: ['caption'] },
    jobOf: ({ forms }: { forms?: { id: string }[] }) => forms?.[0]?.id,
  },
  {
    family: '/v2/generate',
    worker: "the owner's dreamer",
    request: { prompt: 'a cat', models: [MODEL], params: { n: 1, steps: 5 } },
    pop: { models: [MODEL], max_pixels: 4_194_304, bridge_agent: 'AI Horde Worker reGen:10.0.0:test' },
    jobOf: ({ id }: { id?: string }) => id,
  },
];

/** Bodies that would change something, where the smallest one would not. */
const CHANGES: Record<string, (mine: Possessions) => Record<string, unknown>> = {
  '/v2/workers/{worker_id}': () => ({ info: 'changed' }),
  '/v2/users/{user_id}': () => ({ contact: 'somewhere@example.com' }),
  '/v2/sharedkeys/{sharedkey_id}': () => ({ kudos: 7 }),
  '/v2/teams/{team_id}': () => ({ info: 'changed' }),
  '/v2/operations/ipaddr': () => ({ ipaddr: '203.0.113.7', hours: 1 }),
  '/v2/styles/image': () => ({ models: [MODEL], prompt: '{p}{np}' }),
  '/v2/styles/text': () => ({ models: [MODEL], prompt: '{p}' }),
  '/v2/styles/image/{style_id}': () => ({ info: 'changed' }),
  '/v2/styles/text/{style_id}': () => ({ info: 'changed' }),
  '/v2/styles/image/{style_id}/example': () => ({ url: 'https://example.com/two.webp' }),
  '/v2/styles/image/{style_id}/example/{example_id}': () => ({ url: 'https://example.com/three.webp' }),
  '/v2/collections': mine => ({ styles: [mine.style_id] }),
  '/v2/collections/{collection_id}': () => ({ info: 'changed' }),
};

/** What `owner` has of one kind of work. */
interface Things {
  kind: KindOfWork;
  requestId: string;
  jobId: string;
}

/** One of everything, all of them `owner`'s. */
export interface OwnedThings {
  /** What stands in a path for its parameters. */
  paramsOf(route: Route): Record<string, string>;
  /** Fields of a body that must name something which exists, so that a call gets beyond them. */
  fieldsOf(route: Route): Record<string, unknown>;
  ownerId: number;
}

/** Asks for, and takes, one job of each kind of work that is open. */
export async function ownThings(
  horde: TestHorde,
  owner: TestUser,
  routes: readonly Route[],
): Promise<OwnedThings> {
  const things: Things[] = [];
  for (const kind of KINDS) {
    if (routes.some(({ path }) => path === `${kind.family}/pop`))
      things.push(await takeOne(horde, owner, kind));
  }
  const thingsOf = ({ path }: Route) => things.find(({ kind }) => path.startsWith(`${kind.family}/`));
  const dreamer = things.at(-1)!.kind.worker;
  const { body } = await horde.call('GET', `/workers/name/${encodeURIComponent(dreamer)}`);
  const worker = body as { id: string };
  const possessions = await ownPossessions(horde, owner, routes);
  const named: Record<string, string> = {
    worker_id: worker.id,
    worker_name: dreamer,
    user_id: String(owner.id),
    model_name: MODEL,
    // There in every horde, and empty.
    dataset_id: 'shared',
    image_id: worker.id,
  };
  return {
    ownerId: owner.id,
    paramsOf(route) {
      const mine = thingsOf(route);
      const ofText = route.path.startsWith('/v2/styles/text');
      return {
        ...named,
        ...possessions,
        ...(ofText && { style_id: possessions.text_style_id ?? '', style_name: 'a tone' }),
        ...(mine && { id: mine.requestId }),
      };
    },
    fieldsOf(route) {
      const mine = thingsOf(route);
      const last = route.path.split('/').at(-1);
      if (last === 'pop') return { name: mine?.kind.worker, ...mine?.kind.pop };
      if (last === 'async') return { ...mine?.kind.request };
      if (last === 'progress') return { id: mine?.jobId };
      if (route.method === 'POST' && last === 'messages') return { worker_id: worker.id };
      if (last === 'submit') return { id: mine?.jobId, ...submitted(route) };
      return CHANGES[route.path]?.(possessions) ?? {};
    },
  };
}

function submitted(route: Route): Record<string, unknown> {
  return route.path.startsWith('/v2/interrogate') ? { result: { caption: 'a cat' } } : { generation: 'R2' };
}

async function takeOne(horde: TestHorde, owner: TestUser, kind: KindOfWork): Promise<Things> {
  const call = async (last: string, body: unknown) => {
    const path = `${kind.family.replace('/v2', '')}/${last}`;
    return (await horde.call('POST', path, { apikey: owner.apikey, body })).body;
  };
  const pop = { name: kind.worker, ...kind.pop };
  // The worker is known before it is asked for.
  await call('pop', pop);
  const { id } = (await call('async', kind.request)) as { id?: string };
  const answer = await call('pop', pop);
  const jobId = kind.jobOf(answer);
  assert.ok(id !== undefined && jobId !== undefined, `${kind.family}: ${JSON.stringify(answer)}`);
  return { kind, requestId: id, jobId };
}
