import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reconcile } from '../../core/kudos/index.ts';
import { IMAGE_MODEL, stylesHorde, TEXT_MODEL } from './stylesHorde.fixture.ts';

let it: Awaited<ReturnType<typeof stylesHorde>>;
before(async () => {
  it = await stylesHorde();
});
after(async () => {
  try {
    const { sum, unbalancedEvents, wrongBalances, belowFloor } = await reconcile(it.horde.horde.db.pool);
    assert.deepEqual([sum, unbalancedEvents, wrongBalances, belowFloor], [0, [], [], []]);
  } finally {
    await it.horde.stop();
  }
});

test('a request by another user pays the owner 2 kudos with its first job, which its user is taxed', async () => {
  const owner = await it.horde.user({ kudos: 100, trusted: true });
  const user = await it.horde.user({ kudos: 100 });
  const style = await it.imageStyle({}, owner);
  const { status } = await it.ask(style, user, { params: { n: 3 } });
  assert.equal(status, 202);
  const before = await it.accountOf(owner);
  assert.deepEqual([before.kudos, before.styled, before.style.image], [100, 0, 0], 'nothing is made yet');
  // 1 for the horde, 2 for the style.
  assert.equal((await it.accountOf(user)).kudos, 97);
  assert.equal(await it.serve(), 3);
  const earned = await it.accountOf(owner);
  assert.deepEqual([earned.kudos, earned.styled, earned.style.image], [102, 2, 1], 'once for three jobs');
  assert.equal(await it.useCount(`/styles/image/${style}`), 1);
});

test('a style that repeats the words of a request until they are too many is refused', async () => {
  const style = await it.imageStyle({ prompt: '{p}{np}'.repeat(1000) });
  const { status, body } = await it.ask(style, it.other, { prompt: 'heron '.repeat(1500) });
  assert.deepEqual([status, body.rc], [400, 'InvalidPromptSize']);
});

test('requests that are cancelled earn nothing, however many', async () => {
  const owner = await it.horde.user({ kudos: 100, trusted: true });
  const style = await it.imageStyle({}, owner);
  const nobody = { ...it.other, apikey: '0000000000' };
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      const { body } = await it.ask(style, nobody);
      await it.must('DELETE', `/generate/status/${body.id}`);
    }),
  );
  await it.serve();
  const { kudos, styled, style: records } = await it.accountOf(owner);
  assert.deepEqual([kudos, styled, records.image], [100, 0, 0]);
});

test("no door makes an owner's request count as another user's", async () => {
  const owner = await it.horde.user({ kudos: 1000, trusted: true });
  const friend = await it.horde.user({ kudos: 1000, trusted: true });
  const service = await it.horde.user({ kudos: 1000 });
  await it.horde.features.accounts.setRoles(service.id, { service: true });
  const style = await it.imageStyle({}, owner);
  const doors: [string, () => Promise<{ status: number }>][] = [
    ['a shared key', async () => it.ask(style, { ...owner, apikey: await it.sharedKey({}, owner) })],
    [
      'an empty shared key',
      async () =>
        it.ask(
          style,
          { ...owner, apikey: await it.sharedKey({ kudos: 0 }, owner) },
          { allow_downgrade: true },
        ),
    ],
    [
      "the key of another one's that pays for the style",
      async () => {
        const paid = await it.imageStyle({ sharedkey: await it.sharedKey({}, friend) }, owner);
        return it.ask(paid, owner);
      },
    ],
    ['a service', () => it.ask(style, service, { proxied_account: owner.alias })],
    ['a service by number', () => it.ask(style, service, { proxied_account: String(owner.id) })],
  ];
  for (const [door, ask] of doors) {
    assert.equal((await ask()).status, 202, door);
    await it.serve();
    const { styled, style: records } = await it.accountOf(owner);
    assert.deepEqual([styled, records.image], [0, 0], door);
  }
  assert.equal((await it.ask(style, service, { proxied_account: 'a stranger' })).status, 202);
  await it.serve();
  assert.equal((await it.accountOf(owner)).styled, 2);
});

test('a text style is paid alike', async () => {
  const owner = await it.horde.user({ kudos: 100, trusted: true });
  const style = await it.textStyle({ name: 'keeper', prompt: 'keeper>{p}' }, owner);
  const ask = { prompt: 'heron', style: `${owner.alias}::keeper` };
  assert.equal((await it.say('POST', '/generate/text/async', it.other, ask)).status, 202);
  await it.serve();
  const { kudos, style: records } = await it.accountOf(owner);
  assert.deepEqual([kudos, records.text, records.image], [102, 1, 0]);
  assert.equal(await it.useCount(`/styles/text/${style}`), 1);
});

test('an owner is not paid for his own use, a dry run or a request that is refused', async () => {
  const owner = await it.horde.user({ kudos: 100, trusted: true });
  const style = await it.imageStyle({}, owner);
  assert.equal((await it.ask(style, it.other, { dry_run: true })).status, 200);
  assert.equal((await it.ask(style, { ...it.other, apikey: 'wrong' })).status, 401);
  assert.equal((await it.ask(style, it.other, { webhook: 'http://example.org' })).status, 400);
  assert.equal(
    (await it.ask(style, it.other, { source_image: 'no image', source_processing: 'img2img' })).status,
    400,
  );
  assert.equal(await it.useCount(`/styles/image/${style}`), 0);
  assert.equal((await it.ask(style, owner)).status, 202);
  await it.serve();
  const { kudos, styled, style: records } = await it.accountOf(owner);
  assert.ok(kudos < 99, 'it is charged like any other');
  assert.deepEqual([styled, records.image], [0, 0]);
  assert.equal(await it.useCount(`/styles/image/${style}`), 1);
});

test('a hundred uses at once are all counted and paid', async () => {
  const owner = await it.horde.user({ kudos: 100, trusted: true });
  const user = await it.horde.user({ kudos: 1000 });
  await it.horde.horde.db.query('UPDATE users SET concurrency = 200 WHERE id = $1', [user.id]);
  const crowded = await it.horde.user({ kudos: 1000 });
  const style = await it.imageStyle({}, owner);
  const collection = await it.collection([style]);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => it.ask(i % 2 ? style : collection, i % 4 < 2 ? user : crowded)),
  );
  const accepted = answers.filter(({ status }) => status === 202).length;
  assert.ok(accepted > 30);
  await it.serve();
  const { kudos, styled, style: records } = await it.accountOf(owner);
  assert.deepEqual([kudos, styled, records.image], [100 + 2 * accepted, 2 * accepted, accepted]);
  assert.equal(await it.useCount(`/styles/image/${style}`), accepted);
});

test('a collection gives one of its styles by chance, and both are counted', async () => {
  const styles = [await it.imageStyle(), await it.imageStyle()];
  const collection = await it.collection(styles, { name: 'of two' });
  const user = await it.horde.user({ kudos: 100 });
  for (let i = 0; i < 24; i++)
    assert.equal((await it.ask(i % 2 ? collection : 'collection::of two', user)).status, 202);
  const counts = await Promise.all(styles.map(id => it.useCount(`/styles/image/${id}`)));
  assert.equal(Number(counts[0]) + Number(counts[1]), 24);
  // One in 8 million that 24 draws all fall on the same side.
  assert.ok(
    counts.every(count => Number(count) > 0),
    String(counts),
  );
  assert.equal(await it.useCount(`/collections/${collection}`), 24);
  for (const id of styles) await it.must('DELETE', `/styles/image/${id}`, it.maker);
  const { status, body } = await it.ask(collection, user);
  assert.deepEqual([status, body.rc], [404, 'StyleNotFound']);
});

test('a style is found before a collection of the same name', async () => {
  const style = await it.imageStyle({ name: 'namesake' });
  const member = await it.imageStyle();
  const collection = await it.collection([member], { name: 'namesake' });
  assert.equal((await it.ask('namesake')).status, 202);
  assert.equal((await it.ask('collection::namesake')).status, 202);
  assert.equal((await it.ask(collection)).status, 202);
  assert.deepEqual(
    [await it.useCount(`/styles/image/${style}`), await it.useCount(`/styles/image/${member}`)],
    [1, 2],
  );
});

test('the key of a style pays for its requests, beyond its own limits, and for nothing else', async () => {
  const giver = await it.horde.user({ kudos: 1000, trusted: true });
  const user = await it.horde.user({ kudos: 50 });
  const key = await it.sharedKey({ max_image_steps: 5 }, giver);
  const style = await it.imageStyle({ sharedkey: key, params: { steps: 12 } }, giver);
  assert.equal((await it.ask(style, user)).status, 202);
  assert.equal((await it.accountOf(user)).kudos, 50);
  assert.equal((await it.accountOf(giver)).request.image, 1);
  // What goes from the owner to himself is neither taxed nor earned.
  assert.deepEqual([(await it.accountOf(giver)).kudos, (await it.accountOf(giver)).styled], [999, 0]);
  assert.equal((await it.must('GET', `/sharedkeys/${key}`)).utilized, 1);

  const holder = { ...user, apikey: key };
  const other = await it.imageStyle({}, giver);
  for (const named of [{}, { style: other }]) {
    const { status, body } = await it.say('POST', '/generate/async', holder, { prompt: 'heron', ...named });
    assert.deepEqual([status, body.rc], [403, 'SharedKeyAssignedStyles']);
  }
  assert.equal((await it.ask(style, holder)).status, 202);
  for (let i = 0; i < 3; i++) assert.equal((await it.ask(style, user)).status, 202);
  assert.equal((await it.must('GET', `/sharedkeys/${key}`)).utilized, 5, 'each use counts');
  await it.must('DELETE', `/styles/image/${style}`, giver);
  const params = { steps: 5 };
  assert.equal((await it.say('POST', '/generate/async', holder, { prompt: 'heron', params })).status, 202);
});

test('the rules of an education account hold whatever key a style has', async () => {
  const school = await it.horde.user({ kudos: 50 });
  await it.horde.features.accounts.setRoles(school.id, { education: true });
  const style = await it.imageStyle({ sharedkey: await it.sharedKey(), nsfw: true });
  const { status, body } = await it.ask(style, school);
  assert.equal(status, 202);
  assert.equal((await it.accountOf(school)).request.image, 1);
  assert.equal((await it.matchingOf(body.id)).nsfw, false);
});

test('a style that is unsafe for work makes its requests so; a safe one leaves it to the user', async () => {
  const user = await it.horde.user();
  const asked = async (style: string, nsfw: boolean) => {
    const { body } = await it.ask(style, user, { nsfw });
    return (await it.matchingOf(body.id)).nsfw;
  };
  const [unsafe, safe] = [await it.imageStyle({ nsfw: true }), await it.imageStyle()];
  assert.deepEqual(
    [
      await asked(unsafe, false),
      await asked(unsafe, true),
      await asked(safe, false),
      await asked(safe, true),
    ],
    [true, true, false, true],
  );
});

test('the checks look at what the style asks for, not at what the user does', async () => {
  const style = await it.imageStyle({
    models: [IMAGE_MODEL],
    params: { steps: 14, width: 512, height: 512 },
  });
  const { status, body } = await it.ask(style, it.other, {
    models: ['Stable Cascade 1.0'],
    params: { hires_fix: true, width: 64 },
  });
  assert.equal(status, 202, JSON.stringify(body));
  const text = await it.textStyle({ models: [TEXT_MODEL], params: { max_length: 120 } });
  const ask = { prompt: 'heron', style: text, params: { max_length: 80, max_context_length: 80, n: 2 } };
  const made = await it.say('POST', '/generate/text/async', it.other, ask);
  assert.equal(made.status, 202);
  const { jobs, maxLength } = await it.matchingOf(made.body.id);
  assert.deepEqual([jobs, maxLength], [2, 120]);
});
