import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, startServer } from '@openhorde/server';
import { startTestHorde, type TestUser } from './index.ts';

// Whatever an account may have "at most": many calls at once, at two nodes, make no more of it. Each rule stands here once.

const SECRET = 'the same secret on every node';
const LIMITS = { SERVER_SECRET: SECRET, ACCOUNT_QUEUE_MB: '1' };
const one = await startTestHorde(LIMITS);
const two = await startServer({
  environment: {
    OPENHORDE_HOME: one.home,
    DATABASE_URL: one.databaseUrl,
    PORT: '0',
    RATE_LIMITS: 'off',
    ...LIMITS,
  },
  log: createLog('error'),
});
test.after(async () => {
  await two.stop();
  await one.stop();
});
const { db } = one.horde;
const moderator = await one.user({ moderator: true });

const MODEL = 'emoji-64';
const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface Answer {
  status: number;
  rc: string | undefined;
  id: string | undefined;
}

async function call(node: { url: string }, method: string, path: string, apikey: string, body?: unknown) {
  const response = await fetch(`${node.url}/api/v2${path}`, {
    method,
    headers: { apikey, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answered = (await response.json()) as { rc?: string; id?: string };
  return { status: response.status, rc: answered.rc, id: answered.id } satisfies Answer;
}

/** A worker of the given account, registered by a pop. */
const pop = (node: { url: string }, apikey: string, name: string) =>
  call(node, 'POST', '/generate/pop', apikey, {
    name,
    models: [MODEL],
    bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
    max_pixels: 4_194_304,
  });

interface Rule {
  most: number;
  tries: number;
  /** The answer to the calls beyond it. */
  rc: string;
  /** Makes what the calls need. @returns the argument of each call */
  prepare?(user: TestUser): Promise<string>;
  attempt(node: { url: string }, user: TestUser, i: number, prepared: string): Promise<Answer>;
  /** SQL with the account as $1: how many there are. */
  count: string;
}

const WAITING = (kind: string) =>
  `SELECT sum(waiting)::int AS n FROM requests WHERE user_id = $1 AND kind = '${kind}'`;

const RULES: Record<string, Rule> = {
  'images that wait': {
    most: 30,
    tries: 80,
    rc: 'TooManyPrompts',
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/generate/async', apikey, { prompt: 'a heron', models: [MODEL] }),
    count: WAITING('image'),
  },
  'images that wait, several a request': {
    most: 30,
    tries: 30,
    rc: 'TooManyPrompts',
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/generate/async', apikey, { prompt: 'a', models: [MODEL], params: { n: 5 } }),
    count: WAITING('image'),
  },
  'texts that wait': {
    most: 30,
    tries: 80,
    rc: 'TooManyPrompts',
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/generate/text/async', apikey, { prompt: 'Once', models: ['m'] }),
    count: WAITING('text'),
  },
  'forms of alchemy that wait': {
    most: 10,
    tries: 24,
    rc: 'TooManyPrompts',
    prepare: async ({ id }) => {
      await one.features.accounts.change({ userId: id, set: { concurrency: 1 } });
      await two.features.accounts.forget([id]);
      return '';
    },
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/interrogate/async', apikey, {
        source_image: PICTURE,
        forms: [{ name: 'caption' }],
      }),
    count: WAITING('interrogation'),
  },
  // A MiB, and each text of 100 kB is kept as prompt and in the payload.
  'bytes that wait': {
    most: 5,
    tries: 24,
    rc: 'TooManyBytesWaiting',
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/generate/text/async', apikey, { prompt: 'x'.repeat(100_000), models: ['m'] }),
    count: WAITING('text'),
  },
  workers: {
    // "More than three" is refused, so there are four.
    most: 4,
    tries: 30,
    rc: 'TooManyWorkers',
    attempt: async (node, user, i) => pop(node, user.apikey, `Crowd ${user.id} ${i}`),
    count: 'SELECT count(*)::int AS n FROM workers WHERE user_id = $1',
  },
  'shared keys': {
    most: 3,
    tries: 20,
    rc: 'Forbidden',
    attempt: (node, { apikey }) => call(node, 'PUT', '/sharedkeys', apikey, {}),
    count: 'SELECT count(*)::int AS n FROM shared_keys WHERE user_id = $1',
  },
  'API keys': {
    most: 20,
    tries: 40,
    rc: 'Forbidden',
    attempt: (node, { apikey }) => call(node, 'POST', '/keys', apikey, {}),
    count: 'SELECT count(*)::int AS n FROM api_keys WHERE user_id = $1',
  },
  'messages to a worker': {
    most: 50,
    tries: 80,
    rc: 'BadRequest',
    prepare: async ({ id, apikey }) => {
      await pop(one, apikey, `Reader ${id}`);
      const worker = one.horde.workers.byName(`Reader ${id}`)!;
      await two.horde.workers.load([worker.id]);
      return worker.id;
    },
    attempt: (node, { apikey }, i, worker_id) =>
      call(node, 'POST', '/workers/messages', apikey, { worker_id, message: `${i}` }),
    count:
      'SELECT count(*)::int AS n FROM worker_messages m JOIN workers w ON w.id = m.worker_id WHERE w.user_id = $1',
  },
  'examples of a style': {
    most: 4,
    tries: 20,
    rc: 'TooManyStyleExamples',
    prepare: async ({ id, apikey }) => {
      await one.features.accounts.setRoles(id, { customizer: true });
      const body = { name: 'herons', models: [MODEL] };
      return (await call(one, 'POST', '/styles/image', apikey, body)).id!;
    },
    attempt: (node, { apikey }, i, style) =>
      call(node, 'POST', `/styles/image/${style}/example`, apikey, {
        url: `https://example.org/${i}.webp`,
        primary: false,
      }),
    count:
      'SELECT count(*)::int AS n FROM style_examples e JOIN styles s ON s.id = e.style_id WHERE s.user_id = $1',
  },
  'styles of one name': {
    most: 1,
    tries: 12,
    rc: 'BadRequest',
    prepare: async ({ id }) => {
      await one.features.accounts.setRoles(id, { customizer: true });
      await two.features.accounts.forget([id]);
      return '';
    },
    attempt: (node, { apikey }) =>
      call(node, 'POST', '/styles/image', apikey, { name: 'herons', models: [MODEL] }),
    count: 'SELECT count(*)::int AS n FROM styles WHERE user_id = $1',
  },
  'teams of one name': {
    most: 1,
    tries: 12,
    rc: 'TeamNameAlreadyExists',
    prepare: async ({ id }) => {
      await one.features.accounts.setRoles(id, { trusted: true });
      await two.features.accounts.forget([id]);
      return '';
    },
    attempt: (node, { apikey, id }) => call(node, 'POST', '/teams', apikey, { name: `herons of ${id}` }),
    count: 'SELECT count(*)::int AS n FROM teams WHERE owner_id = $1',
  },
  'workers by invitation': {
    most: 2,
    tries: 20,
    rc: 'WorkerInviteOnly',
    prepare: async ({ id }) => {
      await one.features.accounts.change({ userId: id, set: { worker_invited: 2 } });
      await two.features.accounts.forget([id]);
      await call(one, 'PUT', '/status/modes', moderator.apikey, { invite_only_mode: true });
      for (let i = 0; i < 400 && !two.horde.modes().inviteOnly; i += 1)
        await new Promise(resolve => setTimeout(resolve, 25));
      return '';
    },
    attempt: async (node, user, i) => pop(node, user.apikey, `Guest ${user.id} ${i}`),
    count: 'SELECT count(*)::int AS n FROM workers WHERE user_id = $1',
  },
};

for (const [name, { most, tries, rc, prepare, attempt, count }] of Object.entries(RULES)) {
  test(`${name}: ${most} at most, also when ${tries} are asked for at once at two nodes`, async () => {
    const user = await one.user({ kudos: 10_000 });
    const prepared = (await prepare?.(user)) ?? '';
    // Both nodes know the account by now.
    await Promise.all([one, two].map(node => call(node, 'GET', '/find_user', user.apikey)));
    const answers = await Promise.all(
      Array.from({ length: tries }, (_, i) => attempt(i % 2 ? one : two, user, i, prepared)),
    );
    const { rows } = await db.query<{ n: number }>(count, [user.id]);
    assert.equal(rows[0]!.n, most);
    const refusals = answers.filter(({ status }) => status >= 400);
    assert.ok(refusals.length > 0);
    for (const refusal of refusals) assert.equal(refusal.rc, rc);
  });
}
