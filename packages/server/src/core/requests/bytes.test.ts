import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promptBytesMax } from '@openhorde/rules';
import { createLog, startServer } from '@openhorde/server';
import { startTestHorde } from '@openhorde/testkit';
import sharp from 'sharp';
import { expireRequests } from './index.ts';

// What requests hold: prompts and payloads in the database, pictures in the object store, on the board nothing that grows with
// them. What is taken back gives all of it back at once.

const MIB = 1024 * 1024;
const horde = await startTestHorde({ ACCOUNT_QUEUE_MB: '1', QUEUE_MB: '8' });
test.after(() => horde.stop());
const { db, kinds, objects } = horde.horde;
const MODEL = 'emoji-64';
const TEXT_MODEL = 'koboldcpp/Sailor';
const SCRIBE = 'KoboldCppEmbedWorker:2.0.0:https://example.org';

interface Body {
  id: string;
  rc?: string;
  message?: string;
}
type Answer = { status: number; body: Body };

const text = (apikey: string, prompt: string, fields: object = {}): Promise<Answer> =>
  horde.call('POST', '/generate/text/async', { apikey, body: { prompt, models: [TEXT_MODEL], ...fields } });
const popText = (apikey: string, fields: object) =>
  horde.call('POST', '/generate/text/pop', {
    apikey,
    body: { models: [TEXT_MODEL], bridge_agent: SCRIBE, ...fields },
  });

/** What all boards hold. */
function held() {
  let entries = 0;
  let bytes = 0;
  for (const { board } of kinds.values()) {
    entries += [...board.entries()].length;
    bytes += board.heldBytes;
  }
  return { entries, bytes };
}

/** Bytes of prompt and payload of a request in the database. */
async function stored(id: string): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>(
    'SELECT (octet_length(prompt) + octet_length(payload::text))::int AS bytes FROM requests WHERE id = $1',
    [id],
  );
  return rows[0]!.bytes;
}

test('a long prompt that is sent and cancelled again and again leaves nothing', async () => {
  const user = await horde.user({ kudos: 1000 });
  const before = held();
  const prompt = 'harbour '.repeat(25_000);
  let last = '';
  for (let i = 0; i < 40; i += 1) {
    const { status, body } = await text(user.apikey, prompt);
    assert.equal(status, 202, `${i}: ${JSON.stringify(body)}`);
    assert.equal(held().entries, before.entries + 1);
    assert.ok(held().bytes > before.bytes + prompt.length);
    last = body.id;
    assert.equal((await horde.call('DELETE', `/generate/text/status/${last}`)).status, 200);
  }
  assert.deepEqual(held(), before);
  assert.ok((await stored(last)) < 1000, 'nor does the database keep it');
  const { status, body } = await horde.call('GET', `/generate/text/status/${last}`);
  assert.deepEqual([status, (body as { done: boolean }).done], [200, true], 'it can still be looked at');
  assert.deepEqual(held(), before, 'which puts nothing back on the board');

  const again = await startServer({
    environment: {
      OPENHORDE_HOME: horde.home,
      DATABASE_URL: horde.databaseUrl,
      PORT: '0',
      RATE_LIMITS: 'off',
    },
    log: createLog('error'),
  });
  const known = [...again.horde.kinds.values()].flatMap(({ board }) => [...board.entries()]);
  await again.stop();
  assert.equal(known.length, before.entries, 'nor is it read again at a start');
});

test('no entry of a board holds a text that grows with what was sent', async () => {
  const user = await horde.user({ kudos: 1000 });
  const { body } = await text(user.apikey, 'n'.repeat(150_000));
  const entry = await horde.horde.find(body.id);
  const { group: _, ...own } = entry!;
  assert.ok(JSON.stringify(own).length < 2000);
  assert.equal(own.promptLength, 150_000);
  await horde.call('DELETE', `/generate/text/status/${body.id}`);
});

test('a request whose jobs are all given up gives its words back as well', async () => {
  const user = await horde.user({ kudos: 1000 });
  const lender = await horde.user({ trusted: true });
  const { body } = await text(user.apikey, 'given up '.repeat(10_000));
  for (let fault = 0; fault < 3; fault += 1) {
    const job = (await popText(lender.apikey, { name: 'Giver' })).body as Body;
    const given = { id: job.id, generation: '', state: 'faulted' };
    await horde.call('POST', '/generate/text/submit', { apikey: lender.apikey, body: given });
  }
  assert.ok((await stored(body.id)) < 1000);
  assert.equal(held().bytes, 0);
});

test('source pictures go with a request that is taken back, or that does not go in', async () => {
  const user = await horde.user({ kudos: 1000 });
  const noise = Buffer.from(Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * 7919) % 251));
  const raw = { width: 256, height: 256, channels: 3 } as const;
  const picture = (await sharp(noise, { raw }).png().toBuffer()).toString('base64');
  const image = (): Promise<Answer> =>
    horde.call('POST', '/generate/async', {
      apikey: user.apikey,
      body: {
        prompt: 'a heron',
        models: [MODEL],
        source_image: picture,
        params: { denoising_strength: 0.5 },
      },
    });
  const { status, body } = await image();
  assert.equal(status, 202, JSON.stringify(body));
  const sourceOf = async (condition: string, id: string | undefined) => {
    const { rows } = await db.query<{ source: string }>(
      `SELECT coalesce(payload->'source'->>'id', payload->>'sourceId') AS source FROM requests WHERE ${condition} = $1`,
      [id],
    );
    return rows[0]!.source;
  };
  const source = await sourceOf('id', body.id);
  const kept = await objects.stat(`${source}_src.webp`);
  assert.ok(kept && held().bytes > kept.sizeBytes, 'it counts');
  await horde.call('DELETE', `/generate/status/${body.id}`);
  assert.equal(await objects.stat(`${source}_src.webp`), undefined);
  assert.equal(held().bytes, 0);

  const { body: form } = await horde.call('POST', '/interrogate/async', {
    apikey: user.apikey,
    body: { source_image: picture, forms: [{ name: 'caption' }] },
  });
  const { id } = form as Body;
  const formSource = await sourceOf('parent_id', id);
  assert.ok(await objects.stat(`${formSource}.webp`));
  await horde.call('DELETE', `/interrogate/status/${id}`, { apikey: user.apikey });
  assert.equal(await objects.stat(`${formSource}.webp`), undefined);
  assert.equal(held().bytes, 0);
});

test('an account holds so many bytes at most, of all kinds together, and all accounts so many', async () => {
  const rich = await horde.user({ kudos: 10_000 });
  const prompt = 'x'.repeat(230_000);
  for (let i = 0; i < 2; i += 1) assert.equal((await text(rich.apikey, prompt)).status, 202);
  const more = await text(rich.apikey, prompt);
  assert.deepEqual([more.status, more.body.rc], [429, 'TooManyBytesWaiting']);
  assert.match(more.body.message!, /0\.9 MiB .* 1\.0 MiB at a time/);
  const image = await horde.call('POST', '/generate/async', {
    apikey: rich.apikey,
    body: { prompt: 'x'.repeat(90_000), models: [MODEL] },
  });
  assert.deepEqual([image.status, (image.body as Body).rc], [429, 'TooManyBytesWaiting']);
  assert.equal((await text(rich.apikey, 'a short one')).status, 202);

  let answer: Answer;
  for (;;) {
    const other = await horde.user({ kudos: 10_000 });
    answer = await text(other.apikey, prompt);
    if (answer.status !== 202) break;
    await text(other.apikey, prompt);
  }
  assert.deepEqual([answer.status, answer.body.rc], [503, 'QueueFull']);
  assert.ok(held().bytes <= 8 * MIB);
  await db.query("UPDATE requests SET expires_at = now() - interval '1 second'");
  await expireRequests(horde.horde, new AbortController().signal);
  for (const { board } of kinds.values()) for (const entry of [...board.entries()]) board.remove(entry.id);
  assert.deepEqual(held(), { entries: 0, bytes: 0 });
});

test('a prompt longer than any worker could read is refused, with how long it may be', async () => {
  const big = await startTestHorde();
  try {
    const user = await big.user({ kudos: 1000 });
    const lender = await big.user({ trusted: true });
    const ask = (prompt: string): Promise<Answer> =>
      big.call('POST', '/generate/text/async', {
        apikey: user.apikey,
        body: { prompt, models: [TEXT_MODEL] },
      });
    const pop = (name: string, max_context_length: number) =>
      big.call('POST', '/generate/text/pop', {
        apikey: lender.apikey,
        body: { name, models: [TEXT_MODEL], bridge_agent: SCRIBE, max_context_length },
      });
    const refused = async (prompt: string) => (await ask(prompt)).body.rc;
    assert.equal(await refused('x'.repeat(promptBytesMax(0) + 1)), 'TextPromptTooLong');
    assert.equal(
      (await ask('x'.repeat(promptBytesMax(0)))).status,
      202,
      'no worker is known: a generous bound',
    );
    await pop('Small', 2048);
    assert.equal(await refused('x'.repeat(promptBytesMax(2048) + 1)), 'TextPromptTooLong');
    assert.equal(
      await refused('\u{1f426}'.repeat(promptBytesMax(2048) / 4 + 1)),
      'TextPromptTooLong',
      'bytes count',
    );
    assert.equal((await ask('x'.repeat(promptBytesMax(2048)))).status, 202);
    await pop('Large', 32_768);
    assert.equal((await ask('x'.repeat(promptBytesMax(2048) + 1))).status, 202);
    assert.equal(await refused('x'.repeat(promptBytesMax(32_768) + 1)), 'TextPromptTooLong');
  } finally {
    await big.stop();
  }
});

test('a worker is not given a prompt with a word that it does not serve, however late in it the word stands', async () => {
  const user = await horde.user({ kudos: 1000 });
  const lender = await horde.user({ trusted: true });
  const { body } = await text(user.apikey, `${'A calm sea. '.repeat(1000)} And a Heron.`);
  const shy = { name: 'Shy', blacklist: ['HERON'] };
  const first = (await popText(lender.apikey, shy)).body as { id: null };
  assert.equal(first.id, null);
  const second = (await popText(lender.apikey, shy)).body as { id: null; skipped: object };
  assert.deepEqual([second.id, second.skipped], [null, { blacklist: 1 }], 'and is told why');
  const { id } = (await popText(lender.apikey, { name: 'Bold', blacklist: ['owl'] })).body as Body;
  assert.ok(id);
  await horde.call('DELETE', `/generate/text/status/${body.id}`);
});
