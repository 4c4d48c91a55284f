import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WebhookDelivery } from '@openhorde/contract';
import { answers, hangs, liesAboutLength, neverEnds, resets } from '@openhorde/testkit';
import sharp from 'sharp';
import { smallImage } from '../../platform/imageBombs.fixture.ts';
import { ask, hookedHorde, logOf, pop, submit } from './hookedHorde.fixture.ts';
import { dropEnded } from './store.ts';

const town = await hookedHorde();
const { api, receiver, requester, painter, paint, advance, delivery } = town;
after(town.stop);

test('a result is posted once, as status shows it, with the request, the reward and the seed as a number', async () => {
  const request = await ask(api, requester.apikey, receiver.url('/good'));
  const [id] = await pop(api, painter.apikey);
  const gen_metadata = [{ type: 'lora', value: 'download_failed', ref: 'hats' }];
  const reward = await submit(api, painter.apikey, id!, { seed: 4_294_967_295, gen_metadata });
  const { attempts, status, error, ended, next } = await delivery(id!, ({ state }) => state === 'delivered');
  assert.deepEqual([attempts, status, error, next], [1, 200, null, null]);
  assert.ok(ended);
  const [received, ...more] = receiver.received('/good');
  assert.equal(more.length, 0);
  const { headers, body } = received!;
  const shown = (await api('GET', `/generate/status/${request}`)).body as unknown as {
    generations: Record<string, unknown>[];
  };
  const { state: _, img, ...item } = shown.generations[0]!;
  const { img: posted, ...rest } = JSON.parse(body);
  assert.deepEqual(rest, { ...item, seed: 4_294_967_295, request, kudos: reward });
  assert.equal(new URL(posted).pathname, new URL(String(img)).pathname);
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['webhook-id'], id);
  assert.equal(headers['webhook-signature'], undefined);
});

test('a requester that does not want addresses gets the image itself, as base64', async () => {
  await ask(api, requester.apikey, receiver.url('/inline'), { r2: false });
  const [id] = await pop(api, painter.apikey);
  const image = sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } }).png();
  await submit(api, painter.apikey, id!, { generation: (await image.toBuffer()).toString('base64') });
  await delivery(id!, ({ state }) => state === 'delivered');
  const { img } = JSON.parse(receiver.received('/inline')[0]!.body);
  const { format, width } = await sharp(Buffer.from(img, 'base64')).metadata();
  assert.deepEqual([format, width], ['webp', 64]);
});

test('each job of a request is posted by itself, the censored one too, and what was given up is not', async () => {
  await ask(api, requester.apikey, receiver.url('/batch'), { n: 4 });
  const ids = await pop(api, painter.apikey, 4);
  assert.equal(ids.length, 4);
  const [first, second, third, fourth] = ids as [string, string, string, string];
  await submit(api, painter.apikey, fourth, { state: 'faulted' });
  await submit(api, painter.apikey, first);
  await submit(api, painter.apikey, second);
  const censored = [{ type: 'censorship', value: 'nsfw' }];
  await submit(api, painter.apikey, third, { state: 'censored', gen_metadata: censored });
  for (const id of [first, second, third]) await delivery(id, ({ state }) => state === 'delivered');
  const bodies = receiver.received('/batch').map(({ body }) => JSON.parse(body));
  assert.deepEqual(new Set(bodies.map(({ id }) => id)), new Set([first, second, third]));
  assert.deepEqual(
    bodies.filter(body => body.censored).map(({ id }) => id),
    [third],
  );
  await api('DELETE', `/generate/status/${bodies[0].request}`);
});

test('a text is posted as status shows it, with its state', async () => {
  const models = ['koboldcpp/test-7b'];
  const { body: asked } = await api('POST', '/generate/text/async', {
    apikey: requester.apikey,
    body: { prompt: 'once', params: { max_length: 16 }, models, webhook: receiver.url('/text') },
  });
  const { body: popped } = await api('POST', '/generate/text/pop', {
    apikey: painter.apikey,
    body: {
      name: 'Scribe',
      models,
      max_length: 512,
      max_context_length: 2048,
      bridge_agent: 'KoboldCpp:1.100:test',
    },
  });
  const { body: settled } = await api('POST', '/generate/text/submit', {
    apikey: painter.apikey,
    body: { id: popped.id, generation: 'upon a time', seed: 7, state: 'ok' },
  });
  await delivery(popped.id!, ({ state }) => state === 'delivered');
  const { worker_id, ...posted } = JSON.parse(receiver.received('/text')[0]!.body);
  assert.equal(worker_id.length, 36);
  assert.deepEqual(posted, {
    text: 'upon a time',
    seed: 7,
    worker_name: 'Scribe',
    model: models[0],
    id: popped.id,
    state: 'ok',
    gen_metadata: [],
    request: asked.id,
    // Kept in hundredths.
    kudos: Math.round(settled.reward! * 100) / 100,
  });
});

test('a form of alchemy is posted by its own id; a fault and a form that was taken back are not', async () => {
  const { body: asked } = await api('POST', '/interrogate/async', {
    apikey: requester.apikey,
    body: {
      source_image: (await smallImage('png')).toString('base64'),
      forms: [{ name: 'caption' }, { name: 'nsfw' }, { name: 'interrogation' }],
      webhook: receiver.url('/alchemy'),
    },
  });
  const { body: popped } = await api('POST', '/interrogate/pop', {
    apikey: painter.apikey,
    body: {
      name: 'Alchemist',
      forms: ['caption', 'nsfw', 'interrogation'],
      amount: 3,
      bridge_agent: 'AI Horde Worker reGen:10.0.0:test',
    },
  });
  const forms = new Map(
    (popped.forms as unknown as { form: string; id: string }[]).map(({ form, id }) => [form, id]),
  );
  const hand = (form: string, fields: object) =>
    api('POST', '/interrogate/submit', { apikey: painter.apikey, body: { id: forms.get(form), ...fields } });
  await hand('nsfw', { state: 'faulted', result: {} });
  const { body: settled } = await hand('caption', { state: 'ok', result: { caption: 'a heron' } });
  await api('DELETE', `/interrogate/status/${asked.id}`);
  const { deliveries } = await logOf(api, requester.apikey);
  const ofThis = deliveries!.filter(({ request }) => request === asked.id);
  assert.equal(ofThis.length, 1);
  await delivery(ofThis[0]!.id!, ({ state }) => state === 'delivered');
  assert.equal(receiver.received('/alchemy').length, 1);
  const { worker_id, ...posted } = JSON.parse(receiver.received('/alchemy')[0]!.body);
  assert.equal(worker_id.length, 36);
  assert.deepEqual(posted, {
    form: 'caption',
    state: 'done',
    result: { caption: 'a heron' },
    worker_name: 'Alchemist',
    id: forms.get('caption'),
    request: asked.id,
    kudos: settled.reward,
  });
});

test('a second submit of a job posts nothing', async () => {
  const id = await paint(receiver.url('/twice'));
  await assert.rejects(submit(api, painter.apikey, id), /DuplicateGen/);
  await delivery(id, ({ state }) => state === 'delivered');
  assert.equal(receiver.received('/twice').length, 1);
});

test('a request without a webhook leaves nothing behind', async () => {
  const { rowCount: before } = await town.horde.horde.db.query('SELECT FROM webhook_deliveries');
  await paint(undefined);
  const { rowCount } = await town.horde.horde.db.query('SELECT FROM webhook_deliveries');
  assert.equal(rowCount, before);
});

test('a receiver that answers 500 at first gets the same delivery again, later and later', async () => {
  receiver.behave('/ill', answers(500), answers(503), answers(204));
  const id = await paint(receiver.url('/ill'));
  const first = await delivery(id, ({ status }) => status === 500);
  assert.deepEqual([first.state, first.attempts, first.ended], ['waiting', 1, null]);
  assert.match(first.error!, /answered 500/);
  advance(7_000);
  assert.equal(receiver.received('/ill').length, 1);
  advance(6_000);
  await delivery(id, ({ status }) => status === 503);
  advance(75_000);
  const last = await delivery(id, ({ state }) => state === 'delivered');
  assert.deepEqual([last.attempts, last.status, last.error], [3, 204, null]);
  const ids = receiver.received('/ill').map(({ headers }) => headers['webhook-id']);
  assert.deepEqual(ids, [id, id, id]);
});

test('after the fourth attempt it is given up', async () => {
  receiver.behave('/dead', answers(500));
  const id = await paint(receiver.url('/dead'));
  for (const [failed, seconds] of [10, 60, 600].entries()) {
    // While an attempt is in flight, the next one is announced for when it would count as lost.
    const isPausing = ({ attempts, attempted, next }: WebhookDelivery) =>
      attempts === failed + 1 &&
      Math.abs(Date.parse(next!) - Date.parse(attempted!) - seconds * 1000) <= seconds * 200 + 1000;
    await delivery(id, isPausing);
    advance(seconds * 1200 + 1000);
  }
  const { attempts, next } = await delivery(id, ({ state }) => state === 'given_up');
  assert.deepEqual([attempts, next], [4, null]);
  assert.equal(receiver.received('/dead').length, 4);
});

test('a receiver that asks for patience gets it', async () => {
  receiver.behave('/busy', answers(429, { 'retry-after': '120' }), answers(200));
  const id = await paint(receiver.url('/busy'));
  const { attempted, next } = await delivery(id, ({ status }) => status === 429);
  const pauseMs = Date.parse(next!) - Date.parse(attempted!);
  assert.ok(pauseMs >= 119_000 && pauseMs <= 125_000, String(pauseMs));
  advance(121_000);
  await delivery(id, ({ state }) => state === 'delivered');
});

test('410 Gone ends it at once', async () => {
  receiver.behave('/gone', answers(410));
  const id = await paint(receiver.url('/gone'));
  const { attempts } = await delivery(id, ({ state }) => state === 'given_up');
  assert.equal(attempts, 1);
});

test('a redirect is not followed', async () => {
  receiver.behave('/moved', answers(307, { location: receiver.url('/elsewhere') }));
  const id = await paint(receiver.url('/moved'));
  const { state, error } = await delivery(id, ({ status }) => status === 307);
  assert.equal(state, 'waiting');
  assert.match(error!, /redirects are not followed/);
  assert.equal(receiver.received('/elsewhere').length, 0);
});

test('a receiver that resets the connection is tried again', async () => {
  receiver.behave('/reset', resets, answers(200));
  const id = await paint(receiver.url('/reset'));
  const { state, status, error } = await delivery(id, ({ error }) => error !== null);
  assert.deepEqual([state, status], ['waiting', null]);
  assert.match(error!, /no connection to the receiver, or it broke/);
  advance(13_000);
  await delivery(id, ({ state }) => state === 'delivered');
});

test('a receiver that hangs is left after three seconds and tried again; meanwhile others are served', async () => {
  receiver.behave('/hang', hangs, answers(200));
  const id = await paint(receiver.url('/hang'));
  const other = await paint(receiver.url('/meanwhile'));
  await delivery(other, ({ state }) => state === 'delivered');
  const { state, attempts, error } = await delivery(id, ({ error }) => error !== null);
  assert.deepEqual([state, attempts], ['waiting', 1]);
  assert.match(error!, /did not answer within 3 seconds/);
  advance(13_000);
  await delivery(id, ({ state }) => state === 'delivered');
});

test('the body of a receiver’s answer does not matter, true or not, or without an end', async () => {
  receiver.behave('/liar', liesAboutLength);
  receiver.behave('/talker', neverEnds);
  for (const path of ['/liar', '/talker']) {
    const id = await paint(receiver.url(path));
    const { attempts } = await delivery(id, ({ state }) => state === 'delivered');
    assert.equal(attempts, 1);
  }
});

test('a receiver that hangs takes a few attempts at a time and holds up nobody else', async () => {
  let open = 0;
  let most = 0;
  const held: (() => void)[] = [];
  receiver.behave('/jam', response => {
    open += 1;
    most = Math.max(most, open);
    held.push(() => response.end());
    response.on('close', () => {
      open -= 1;
    });
  });
  await ask(api, requester.apikey, receiver.url('/jam'), { n: 20 });
  const ids: string[] = [];
  while (ids.length < 20) ids.push(...(await pop(api, painter.apikey, 20 - ids.length)));
  await Promise.all(ids.map(id => submit(api, painter.apikey, id)));
  await ask(api, requester.apikey, receiver.url('/free', 'other.test'));
  const [free] = await pop(api, painter.apikey);
  await submit(api, painter.apikey, free!);
  await delivery(free!, ({ state }) => state === 'delivered');
  // Deliveries that come later are answered at once, too.
  receiver.behave('/jam', answers(200));
  for (const release of held) release();
  for (const id of ids) await delivery(id, ({ state }) => state === 'delivered');
  assert.ok(most >= 4 && most <= 7, `${most} at a time`);
});

test('an ended delivery keeps no result, and is forgotten when a week is over', async () => {
  const { db, world } = town.horde.horde;
  const { rowCount } = await db.query(
    "SELECT FROM webhook_deliveries WHERE state <> 'waiting' AND job IS NOT NULL",
  );
  assert.equal(rowCount, 0);
  const id = await paint(receiver.url('/old'));
  await delivery(id, ({ state }) => state === 'delivered');
  const { signal } = new AbortController();
  const isThere = async () =>
    (await db.query('SELECT FROM webhook_deliveries WHERE job_id = $1', [id])).rowCount === 1;
  await dropEnded(db, world.now() - 60_000, signal);
  assert.ok(await isThere());
  await dropEnded(db, world.now() + 1, signal);
  assert.ok(!(await isThere()));
});
