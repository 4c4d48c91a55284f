import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { IMAGE_MODEL, stylesHorde, TEXT_MODEL } from './stylesHorde.fixture.ts';

// Each return code of styles, examples and collections, where it is raised; and what is said first where two apply.

const NOBODY = '00000000-0000-4000-8000-000000000000';
const ANONYMOUS = { id: 0, alias: 'Anonymous#0', apikey: '0000000000' };
const WRONG = { id: 0, alias: '', apikey: 'wrong' };

let it: Awaited<ReturnType<typeof stylesHorde>>;
let ids: { image: string; text: string; collection: string };

before(async () => {
  it = await stylesHorde();
  const image = await it.imageStyle({ name: 'image' });
  ids = { image, text: await it.textStyle({ name: 'text' }), collection: await it.collection([image]) };
});
after(() => it.horde.stop());

async function refused(rc: string, status: number, ...call: Parameters<typeof it.say>): Promise<void> {
  const { status: said, body } = await it.say(...call);
  assert.deepEqual(
    [said, body.rc],
    [status, rc],
    `${call[0]} ${call[1]} ${JSON.stringify(call[3])}: ${body.message}`,
  );
}

test('a style that is not there is not found', async () => {
  const { maker } = it;
  for (const id of [NOBODY, 'no-id', ids.collection]) {
    await refused('Image styleNotFound', 404, 'GET', `/styles/image/${id}`);
    await refused('Text styleNotFound', 404, 'GET', `/styles/text/${id}`);
    await refused('StyleNotFound', 404, 'PATCH', `/styles/image/${id}`, maker, { nsfw: true });
    await refused('StyleNotFound', 404, 'DELETE', `/styles/text/${id}`, maker);
    await refused('StyleNotFound', 404, 'POST', `/styles/image/${id}/example`, maker, {
      url: 'https://example.org/1.webp',
      primary: true,
    });
  }
  for (const id of [NOBODY, 'no-id', ids.image]) {
    await refused('CollectionNotFound', 404, 'GET', `/collections/${id}`);
    await refused('CollectionNotFound', 404, 'PATCH', `/collections/${id}`, maker, { public: false });
    await refused('CollectionNotFound', 404, 'DELETE', `/collections/${id}`, maker);
  }
  await refused('StyleNotFound', 404, 'GET', '/styles/image_by_name/none');
  await refused('StyleNotFound', 404, 'GET', '/styles/text_by_name/none');
  await refused('CollectionNotFound', 404, 'GET', '/collection_by_name/image');
  await refused('StyleNotFound', 404, 'POST', '/generate/async', WRONG, { prompt: 'heron', style: 'a/b' });
});

test('an example is one of its own style alone', async () => {
  const { maker } = it;
  const other = await it.imageStyle();
  const url = 'https://example.org/own.webp';
  const { id } = await it.must('POST', `/styles/image/${ids.image}/example`, maker, { url, primary: true });
  for (const where of [
    `/styles/image/${other}/example/${id}`,
    `/styles/image/${ids.image}/example/${NOBODY}`,
  ]) {
    await refused('Style exampleNotFound', 404, 'PATCH', where, WRONG, { primary: true });
    await refused('Style exampleNotFound', 404, 'DELETE', where, WRONG);
  }
  const nowhere = `/styles/image/${NOBODY}/example`;
  await refused('StyleNotFound', 404, 'PATCH', `${nowhere}/${id}`, maker, { primary: true });
  await refused('StyleNotFound', 404, 'DELETE', `${nowhere}/${id}`, maker);
  await refused('InvalidAPIKey', 401, 'DELETE', `${nowhere}/${id}`, WRONG);
  await refused('Style exampleNotFound', 404, 'DELETE', `${nowhere}/${NOBODY}`, WRONG);
  const where = `/styles/image/${ids.image}/example/${id}`;
  await refused('InvalidAPIKey', 401, 'DELETE', where, WRONG);
  await refused('Forbidden', 403, 'DELETE', where, it.other);
  await refused('Forbidden', 403, 'PATCH', where, it.other, { primary: true });
  for (const inner of ['http://example.org', 'https://127.0.0.1/1.webp', 'https://printer.local/1.webp'])
    await refused('BadRequest', 400, 'PATCH', where, WRONG, { url: inner });
  await refused('BadRequest', 400, 'PATCH', where, maker, { primary: false });
  await refused('BadRequest', 400, 'POST', `/styles/image/${ids.text}/example`, maker, {
    url,
    primary: true,
  });
  await refused('ExampleURLAlreadyInUse', 400, 'POST', `/styles/image/${ids.image}/example`, maker, {
    url,
    primary: false,
  });
  await refused('NulByteInPayload', 400, 'POST', `/styles/image/${ids.image}/example`, maker, {
    url: `${url}\0`,
    primary: false,
  });
});

test('a style of the other kind is refused', async () => {
  const { maker } = it;
  await refused('StyleGetMistmatch', 400, 'GET', `/styles/text/${ids.image}`);
  await refused('StyleGetMistmatch', 400, 'GET', `/styles/image/${ids.text}`);
  await refused('StyleGetMistmatch', 400, 'GET', '/styles/image_by_name/text');
  await refused('StyleGetMistmatch', 400, 'PATCH', `/styles/text/${ids.image}`, maker, { nsfw: true });
  await refused('StyleGetMistmatch', 400, 'DELETE', `/styles/image/${ids.text}`, maker);
  await refused('StyleMismatch', 400, 'POST', '/collections', maker, {
    name: 'mixed',
    styles: [ids.image, ids.text],
  });
  await refused('StyleMismatch', 400, 'PATCH', `/collections/${ids.collection}`, maker, {
    styles: [ids.text],
  });
  await refused('StyleMismatch', 400, 'POST', '/generate/async', maker, { prompt: 'heron', style: ids.text });
  await refused('StyleMismatch', 400, 'POST', '/generate/text/async', maker, {
    prompt: 'heron',
    style: ids.collection,
  });
});

test('who may make, change and delete', async () => {
  const { maker, other, horde } = it;
  const style = { name: 'x', models: [IMAGE_MODEL] };
  const customizer = await horde.user();
  await horde.features.accounts.setRoles(customizer.id, { customizer: true });
  await it.imageStyle({}, customizer);
  const gone = await horde.user({ trusted: true });
  await horde.features.accounts.setRoles(gone.id, { deleted: true });
  const moderator = await horde.user({ moderator: true });

  await refused('InvalidAPIKey', 401, 'POST', '/styles/image', WRONG, style);
  await refused('StylesRequiresCustomizer', 403, 'POST', '/styles/image', other, style);
  await refused('DeletedUser', 403, 'POST', '/styles/image', gone, style);
  await refused('DeletedUser', 403, 'POST', '/collections', gone, { name: 'x', styles: ['no such'] });
  await refused('StylesAnonForbidden', 403, 'POST', '/collections', ANONYMOUS, {
    name: 'x',
    styles: ['no such'],
  });
  await refused('StylesAnonForbidden', 403, 'DELETE', '/styles/image/no-id', ANONYMOUS);
  await refused('Forbidden', 403, 'PATCH', `/styles/image/${ids.image}`, moderator, { nsfw: true });
  await refused('Forbidden', 403, 'DELETE', `/styles/image/${ids.image}`, other);
  await refused('Forbidden', 403, 'PATCH', `/collections/${ids.collection}`, moderator, { public: true });
  await refused('Forbidden', 403, 'DELETE', `/collections/${ids.collection}`, ANONYMOUS);
  await it.must('DELETE', `/styles/image/${await it.imageStyle()}`, moderator);
  await it.must('DELETE', `/collections/${await it.collection([ids.image])}`, moderator);
  await refused('BadRequest', 400, 'PATCH', `/collections/${ids.collection}`, WRONG, { styles: ['no such'] });
  await it.must('POST', '/collections', other, { name: 'of others', styles: [ids.image] });
  assert.equal((await it.must('GET', `/styles/image/${ids.image}`)).creator, maker.alias);
});

test('what a style may hold', async () => {
  const { maker } = it;
  const make = (fields: object) =>
    ['POST', '/styles/image', maker, { name: 'new', models: [IMAGE_MODEL], ...fields }] as const;
  const text = (fields: object) =>
    ['POST', '/styles/text', maker, { name: 'new', models: [TEXT_MODEL], ...fields }] as const;
  await refused('StylePromptMissingVars', 400, ...make({ prompt: 'ink of {p}' }));
  await refused('StylePromptMissingVars', 400, ...text({ prompt: 'keeper' }));
  await refused('TooManyLoras', 400, ...make({ params: { loras: Array(6).fill({ name: 'x' }) } }));
  await refused('BadCFGDecimals', 400, ...make({ params: { cfg_scale: 7.125 } }));
  await refused('TokenOverflow', 400, ...text({ params: { max_length: 512, max_context_length: 256 } }));
  await refused('MissingFullSamplerOrder', 400, ...text({ params: { sampler_order: [1] } }));
  // Parameters that styles do not declare take effect all the same, so they must be such as a request may have.
  await refused('BadRequest', 400, ...make({ params: { control_type: 'telepathy' } }));
  await refused('BadRequest', 400, ...make({ params: { extra_texts: 5 } }));
  await refused('BadRequest', 400, ...text({ params: { max_length: 'long' } }));
  await refused('NulByteInPayload', 400, ...make({ name: 'a\0b' }));
  await refused('NulByteInPayload', 400, ...text({ params: { stop_sequence: ['a\0'] } }));
  await refused('BadRequest', 400, ...make({ name: ' ' }));
  for (const fields of [
    { name: 'fuck' },
    { info: 'a fucking good style' },
    { tags: ['fuck'] },
    { models: ['fuck'] },
  ]) {
    await refused('BadRequest', 400, ...make(fields));
  }
  await refused('BadRequest', 400, 'POST', '/collections', maker, { name: 'fuck', styles: [ids.image] });
  await refused('BadRequest', 400, ...make({ name: 'image' }));
  await refused('BadRequest', 400, 'PATCH', `/styles/text/${ids.text}`, maker, { name: 'image' });
  await refused('BadRequest', 400, ...make({ models: ['1', '2', '3', '4', '5', '6'] }));
  await refused('BadRequest', 400, ...make({ tags: Array.from({ length: 11 }, (_, i) => `t${i}`) }));
});

test('the key of a style must be there and able to pay', async () => {
  const { maker, say } = it;
  const make = (sharedkey: string) =>
    ['POST', '/styles/image', maker, { name: 'keyed', models: [IMAGE_MODEL], sharedkey }] as const;
  await refused('SharedKeyInvalid', 400, ...make(NOBODY));
  const key = await it.sharedKey();
  await say('PATCH', `/sharedkeys/${key}`, maker, { kudos: 0, expiry: 0 });
  await refused('SharedKeyEmpty', 400, ...make(key));
  await say('PATCH', `/sharedkeys/${key}`, maker, { kudos: 5 });
  await refused('SharedKeyExpired', 400, ...make(key));
  await refused('SharedKeyExpired', 400, 'PATCH', `/styles/image/${ids.image}`, maker, { sharedkey: key });
});
