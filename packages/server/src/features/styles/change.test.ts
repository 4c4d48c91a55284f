import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { IMAGE_MODEL, stylesHorde } from './stylesHorde.fixture.ts';

let it: Awaited<ReturnType<typeof stylesHorde>>;
before(async () => {
  it = await stylesHorde();
});
after(() => it.horde.stop());

test('a change touches what it names and nothing else', async () => {
  const fields = {
    name: 'all fields',
    info: 'a description of it',
    prompt: 'ink of {p}###{np}',
    params: { steps: 12, seed: '7', n: 4, unheard: 1 },
    public: false,
    nsfw: true,
    tags: ['ink', 'ink', 'brush'],
    models: [IMAGE_MODEL, IMAGE_MODEL],
  };
  const id = await it.imageStyle(fields);
  const where = `/styles/image/${id}`;
  const before = await it.must('GET', where);
  assert.deepEqual(
    [before.tags, before.models, before.params],
    [['ink', 'brush'], [IMAGE_MODEL], { steps: 12 }],
  );
  assert.deepEqual(await it.must('PATCH', where, it.maker, {}), { id, message: 'OK', warnings: [] });
  assert.deepEqual(await it.must('GET', where), before);
  for (const change of [
    { info: 'b' },
    { public: true },
    { nsfw: false },
    { tags: [] },
    { name: 'renamed' },
  ]) {
    const old = await it.must('GET', where);
    await it.must('PATCH', where, it.maker, change);
    assert.deepEqual(await it.must('GET', where), { ...old, ...change });
  }
  const old = await it.must('GET', where);
  await it.must('PATCH', where, it.maker, { models: [] });
  assert.deepEqual(await it.must('GET', where), old);
});

test('a text style changes like an image style, and a key is tied to it', async () => {
  const id = await it.textStyle({ prompt: 'tale:{p}' });
  const where = `/styles/text/${id}`;
  const sharedkey = await it.sharedKey();
  assert.deepEqual(await it.must('PATCH', where, it.maker, { nsfw: true, sharedkey }), { id, message: 'OK' });
  const { nsfw, prompt } = await it.must('GET', where);
  assert.deepEqual([nsfw, prompt], [true, 'tale:{p}']);
  const direct = await it.say(
    'POST',
    '/generate/text/async',
    { ...it.other, apikey: sharedkey },
    { prompt: 'heron' },
  );
  assert.equal(direct.body.rc, 'SharedKeyAssignedStyles');
});

test('names are unlike for each owner alone; of namesakes the oldest is meant', async () => {
  const rival = await it.horde.user({ username: 'rival', trusted: true });
  const first = await it.imageStyle({ name: 'common' });
  const second = await it.imageStyle({ name: 'common' }, rival);
  const named = async (name: string) =>
    (await it.must('GET', `/styles/image_by_name/${encodeURIComponent(name)}`)).id;
  assert.deepEqual(
    [
      await named('common'),
      await named(`${rival.alias}::common`),
      await named(`${it.maker.alias}::style::common`),
    ],
    [first, second, first],
  );
  const text = await it.textStyle({ name: 'common' }, await it.horde.user({ trusted: true }));
  assert.equal((await it.must('GET', '/styles/text_by_name/common')).id, text);
});

test('texts that people read are made harmless, and found as they were written', async () => {
  const id = await it.imageStyle({ name: 'ink & <script>', info: 'soft <b>washes</b> <img>', tags: ['a<b'] });
  const style = await it.must('GET', `/styles/image_by_name/${encodeURIComponent('ink & <script>')}`);
  assert.deepEqual(
    [style.id, style.name, style.info, style.tags],
    [id, 'ink &amp; &lt;script&gt;', 'soft <b>washes</b> &lt;img&gt;', ['a&lt;b']],
  );
  const listed = (await it.must('GET', `/styles/image?tag=${encodeURIComponent('a<b')}`)) as unknown as {
    id: string;
  }[];
  assert.deepEqual(
    listed.map(entry => entry.id),
    [id],
  );
});

test('a page has 25 styles, and the next goes on where it ends', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 27; i++) ids.push(await it.imageStyle({ tags: ['paged'] }));
  const page = async (query: string) =>
    ((await it.must('GET', `/styles/image?tag=paged${query}`)) as unknown as { id: string }[]).map(
      ({ id }) => id,
    );
  assert.deepEqual(await page('&sort=age'), ids.slice(0, 25));
  assert.deepEqual(await page('&sort=age&page=2'), ids.slice(25));
  assert.deepEqual(await page('&page=-5&sort=age'), ids.slice(0, 25));
  assert.deepEqual(await page('&page=999999999999999'), []);
  await it.ask(ids[26]!);
  assert.equal((await page(''))[0], ids[26]);
});

test('of two styles that want one name at once, one gets it', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () =>
      it.say('POST', '/styles/image', it.maker, { name: 'wanted', models: [IMAGE_MODEL] }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(7).fill(400)]);
});

test('examples that come at once leave four, and one primary', async () => {
  const id = await it.imageStyle();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      it.say('POST', `/styles/image/${id}/example`, it.maker, {
        url: `https://example.org/${i}.webp`,
        primary: i % 2 > 0,
      }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 403, 403, 403, 403]);
  assert.ok(answers.every(({ status, body }) => status === 200 || body.rc === 'TooManyStyleExamples'));
  type Examples = { id: string; primary: boolean }[];
  const primaries = async () =>
    ((await it.must('GET', `/styles/image/${id}`)).examples as Examples).filter(({ primary }) => primary);
  for (let left = 4; left > 0; left--) {
    const [primary, ...others] = await primaries();
    assert.deepEqual(others, []);
    await it.must('DELETE', `/styles/image/${id}/example/${primary!.id}`, it.maker);
  }
  assert.deepEqual(await primaries(), []);
});

test('a collection changes what is named, loses styles that are deleted, and lists by kind', async () => {
  const [one, two] = [await it.textStyle(), await it.textStyle({ public: false })];
  const id = await it.collection([one, two, one], { name: 'shelf', info: 'first' });
  const where = `/collections/${id}`;
  const shown = async () => {
    const { styles, ...rest } = await it.must('GET', where);
    return { ...rest, styles: (styles as { id: string }[]).map(style => style.id) };
  };
  const before = {
    id,
    name: 'shelf',
    type: 'text',
    info: 'first',
    public: true,
    use_count: 0,
    styles: [one, two],
  };
  assert.deepEqual(await shown(), before);
  await it.must('PATCH', where, it.maker, { info: 'second' });
  assert.deepEqual(await shown(), { ...before, info: 'second' });
  await it.must('DELETE', `/styles/text/${one}`, it.maker);
  assert.deepEqual(await shown(), { ...before, info: 'second', styles: [two] });
  const listed = async (type: string) =>
    ((await it.must('GET', `/collections?type=${type}`)) as unknown as { id: string }[]).some(
      entry => entry.id === id,
    );
  assert.deepEqual([await listed('all'), await listed('text'), await listed('image')], [true, true, false]);
  await it.must('PATCH', where, it.maker, { public: false });
  assert.equal(await listed('all'), false);
});

test('the styles of an account show with it: the public ones to all, all of them to itself', async () => {
  const owner = await it.horde.user({ username: 'shown', trusted: true });
  const id = await it.imageStyle({ name: 'open' }, owner);
  const hidden = await it.textStyle({ name: 'hidden', public: false }, owner);
  const stylesFor = async (user?: typeof owner) => (await it.must('GET', `/users/${owner.id}`, user)).styles;
  const open = { id, type: 'image', name: `${owner.alias}::style::open` };
  assert.deepEqual(await stylesFor(), [open]);
  assert.deepEqual(await stylesFor(owner), [
    open,
    { id: hidden, type: 'text', name: `${owner.alias}::style::hidden` },
  ]);
});
