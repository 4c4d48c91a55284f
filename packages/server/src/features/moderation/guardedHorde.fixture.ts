import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { PICTURE_BASE64, startTestHorde, type TestUser } from '@openhorde/testkit';
import type { Environment } from '../../app/env.ts';
import type { OutboundSettings } from '../../platform/outbound.ts';
import { world } from '../../platform/world.ts';

// A horde that is guarded: a requester, a worker's owner, a moderator, an administrator; a movable clock.

export const MODEL = 'Dreamshaper';
export const NSFW_MODEL = 'Deliberate';
const REGEN = 'AI Horde Worker reGen:13.0.0:https://example.org';
const MODELS = fileURLToPath(new URL('../../../../testkit/stories/image-models.json', import.meta.url));

export interface Answer {
  status: number;
  // Tests look into answers of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose shape the test states
  body: any;
}

interface From {
  ip?: string;
  agent?: string;
}

export async function guardedHorde(environment: Environment = {}, outbound?: OutboundSettings) {
  let shiftMs = 0;
  const horde = await startTestHorde(
    { IMAGE_MODELS: MODELS, ADMINS: 'boss#4', ...environment },
    { world: { ...world, now: () => world.now() + shiftMs }, ...(outbound && { outbound }) },
  );
  const alice = await horde.user({ username: 'alice', kudos: 10_000 });
  const owner = await horde.user({ username: 'owner', kudos: 100 });
  const mod = await horde.user({ username: 'mod', moderator: true });
  const boss = await horde.user({ username: 'boss', moderator: true });
  assert.equal(boss.alias, 'boss#4');

  const call = (method: string, path: string, user?: TestUser, body?: unknown, from: From = {}) =>
    horde.call(method, path, {
      ...(user && { apikey: user.apikey }),
      ...(body !== undefined && { body }),
      headers: {
        ...(from.ip !== undefined && { 'x-forwarded-for': from.ip }),
        ...(from.agent !== undefined && { 'client-agent': from.agent }),
      },
    }) as Promise<Answer>;

  const good = async (...parameters: Parameters<typeof call>) => {
    const answer = await call(...parameters);
    assert.ok(answer.status < 300, `${parameters[0]} ${parameters[1]}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  const ask = (user: TestUser, prompt: string, fields: object = {}, from: From = {}) =>
    call(
      'POST',
      '/generate/async',
      user,
      { prompt, models: [MODEL], params: { width: 64, height: 64, steps: 1 }, ...fields },
      from,
    );

  const pop = (user: TestUser, fields: object = {}, from: From = {}) =>
    call(
      'POST',
      '/generate/pop',
      user,
      {
        name: `Worker of ${user.id}`,
        bridge_agent: REGEN,
        models: [MODEL, NSFW_MODEL],
        max_pixels: 1024 ** 2,
        ...fields,
      },
      from,
    );

  const submit = (user: TestUser, id: string, fields: object = {}) =>
    call('POST', '/generate/submit', user, { id, generation: PICTURE_BASE64, seed: 1, ...fields });

  return {
    horde,
    alice,
    owner,
    mod,
    boss,
    call,
    good,
    ask,
    pop,
    submit,
    /** Adds a prompt filter. */
    filter: (filter_type: number, regex: string, replacement = '') =>
      good('PUT', '/filters', mod, { filter_type, regex, replacement }),
    /** The prompt that a request would come to its worker with; the request is taken back. */
    async promptOf(user: TestUser, prompt: string, fields: object = {}): Promise<string> {
      const { status, body } = await ask(user, prompt, fields);
      assert.equal(status, 202, JSON.stringify(body));
      const { rows } = await horde.horde.db.query<{ prompt: string }>(
        'SELECT prompt FROM requests WHERE id = $1',
        [body.id],
      );
      await good('DELETE', `/generate/status/${body.id}`);
      return rows[0]!.prompt;
    },
    /** Time goes on. */
    advance(ms: number) {
      shiftMs += ms;
    },
    stop: () => horde.stop(),
  };
}

export type GuardedHorde = Awaited<ReturnType<typeof guardedHorde>>;
