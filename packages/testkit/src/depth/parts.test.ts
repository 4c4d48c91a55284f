import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { ask, askAnyway, dreamer, look, startImageHorde } from './play.ts';

// Parts that a request may ask for beside prompt and size: what workers get of them, who gets them, and what they cost.

const horde = await startImageHorde();
after(() => horde.stop());
const alice = await horde.user({ username: 'alice', kudos: 1_000_000, trusted: true });
const stranger = await horde.user({ username: 'stranger', kudos: 1_000_000 });
const regen = (version: number) => `AI Horde Worker reGen:${version}.0.0:https://example.org`;

const [CASCADE, XL] = ['Stable Cascade 1.0', 'SDXL 1.0'];
const image = png(64, 64);

test('a remix: its extra images come with their strengths, to workers that can mix them, for a higher tax', async () => {
  const body = {
    models: [CASCADE],
    source_image: image,
    source_processing: 'remix' as const,
    extra_source_images: [{ image, strength: 0.5 }, { image }, { image, strength: 2 }],
    params: { steps: 20 },
  };
  const { id } = await ask(horde, alice, body);
  assert.equal(((await look(horde, id)) as unknown as { kudos: number }).kudos, 16, 'a tax of 1 + 3 × 5');
  const worker = dreamer(horde, alice, { name: 'mixer', models: [CASCADE] });
  const skipped = (await worker.pop({ bridge_agent: regen(4) })).skipped;
  assert.equal(skipped.bridge_version, 1);
  const popped = await worker.pop();
  assert.equal(popped.source_processing, 'remix');
  assert.deepEqual(
    popped.extra_source_images?.map(({ strength }) => strength),
    [0.5, 1, 2],
  );
  for (const { image: address } of popped.extra_source_images ?? []) {
    const bytes = Buffer.from(await (await fetch(address!)).arrayBuffer());
    assert.equal(bytes.subarray(8, 12).toString(), 'WEBP');
  }
  assert.equal((await fetch(popped.source_image!)).status, 200);
});

test('only trusted users may send more than one extra image, and no user more than five', async () => {
  const extras = (count: number) => ({
    models: [CASCADE],
    source_image: image,
    source_processing: 'remix' as const,
    extra_source_images: Array.from({ length: count }, () => ({ image })),
    dry_run: true,
  });
  const refusal = async (user: typeof alice, count: number) =>
    (await askAnyway(horde, user, extras(count))).body.rc;
  assert.equal(await refusal(stranger, 2), 'MoreThanMinExtraSourceImage');
  assert.equal(await refusal(stranger, 1), undefined);
  assert.equal(await refusal(alice, 6), 'TooManyExtraSourceImages');
  assert.equal(await refusal(alice, 5), undefined);
});

test('a transparent background goes to workers that allow it and can', async () => {
  await ask(horde, alice, { models: [XL], params: { transparent: true } });
  const worker = dreamer(horde, alice, { name: 'clear', models: [XL] });
  assert.equal((await worker.pop({ allow_sdxl_controlnet: false })).skipped.controlnet, 1);
  assert.equal((await worker.pop({ bridge_agent: regen(7) })).skipped.bridge_version, 1);
  assert.equal((await worker.pop()).payload.transparent, true);
});

test('a QR code is made one at a time, with its text, and is worth four times as much with SDXL', async () => {
  const params = { n: 3, steps: 20 };
  const extra_texts = [{ text: 'https://example.org', reference: 'qr_code' }];
  await ask(horde, alice, { models: [XL], params: { ...params, workflow: 'qr_code', extra_texts } });
  const worker = dreamer(horde, alice, { name: 'coder', models: [XL], amount: 3 });
  assert.equal((await worker.pop({ bridge_agent: regen(6) })).skipped.bridge_version, 1);
  const popped = await worker.pop();
  assert.equal(popped.ids.length, 1);
  assert.deepEqual([popped.payload.workflow, popped.payload.extra_texts], ['qr_code', extra_texts]);
  const { reward } = await worker.submit(popped.id!);
  for (let left = 2; left > 0; left--) await worker.submit((await worker.pop()).id!);

  await ask(horde, alice, { models: [XL], params });
  const usual = await worker.pop();
  assert.equal(usual.ids.length, 3, 'without a code they come as one batch');
  const { reward: usualReward } = await worker.submit(usual.ids[0]);
  assert.ok(
    Math.abs(reward / usualReward - 2) < 0.05,
    `${reward} and ${usualReward}: 4 and 2 times the price`,
  );
});

test('a LoRA may be named by its version, to workers that know versions', async () => {
  const loras = [
    { name: '247778', is_version: true, model: 0.7, inject_trigger: 'any' },
    { name: 'GlowingRunesAI', clip: -1 },
  ];
  await ask(horde, alice, { models: ['Deliberate'], params: { loras } });
  const worker = dreamer(horde, alice, { name: 'layers' });
  assert.equal((await worker.pop({ bridge_agent: regen(2) })).skipped.bridge_version, 1);
  assert.equal((await worker.pop({ allow_lora: false })).skipped.lora, 1);
  assert.deepEqual((await worker.pop()).payload.loras, [
    { name: '247778', model: 0.7, clip: 1, inject_trigger: 'any', is_version: true },
    { name: 'GlowingRunesAI', model: 1, clip: -1, is_version: false },
  ]);
  const named = { params: { loras: [{ name: 'runes', is_version: true }] } };
  assert.equal((await askAnyway(horde, alice, named)).body.rc, 'BadLoraVersion');
});

test('textual inversions come with their place and strength, to workers that know them', async () => {
  const tis = [{ name: '72437', inject_ti: 'negprompt' as const, strength: 1.2 }, { name: 'heronstyle' }];
  await ask(horde, alice, { models: ['Deliberate'], params: { tis } });
  const worker = dreamer(horde, alice, { name: 'words' });
  const old = await worker.pop({ bridge_agent: 'AI Horde Worker:23:https://example.org' });
  assert.equal(old.skipped.bridge_version, 1);
  assert.deepEqual((await worker.pop()).payload.tis, [
    { name: '72437', inject_ti: 'negprompt', strength: 1.2 },
    { name: 'heronstyle', strength: 1 },
  ]);
});

test('a request in the hands of an extra slow worker lives for an hour', async () => {
  const { id } = await ask(horde, alice, { models: ['Deliberate'], extra_slow_workers: true });
  const worker = dreamer(horde, alice, { name: 'snail', extra_slow_worker: true });
  assert.equal((await worker.pop()).ttl, 450);
  const entry = await horde.horde.find(id!);
  const minutes = (entry!.expiresAtMs - horde.horde.world.now()) / 60_000;
  assert.ok(minutes > 59 && minutes <= 60, `${minutes} minutes`);
});

/** A grey picture as base64 of a PNG. */
function png(width: number, height: number): string {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 128);
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}
