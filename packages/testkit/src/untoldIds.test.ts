import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { PICTURE_BASE64, upload } from './picture.ts';
import { STORIES } from './stories/playFile.ts';
import { startTestHorde } from './testHorde.ts';

// Who knows the id of a request may read all its results and take it back. Its workers are told ids of jobs alone.

const horde = await startTestHorde({
  IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
  TEXT_MODELS: path.join(STORIES, 'text-models.json'),
});
after(() => horde.stop());
const asker = await horde.user({ username: 'asker', kudos: 100_000, trusted: true });
const owner = await horde.user({ username: 'owner', trusted: true });

const REGEN = 'AI Horde Worker reGen:13.0.0:https://example.org';
/** Gets source images as base64. */
const OLD = 'AI Horde Worker:13:https://example.org';
const SOURCES = {
  source_image: PICTURE_BASE64,
  source_mask: PICTURE_BASE64,
  source_processing: 'img2img',
};
const image = (bridge_agent: string) => ({
  path: '/generate/pop',
  body: { name: 'Drawer', models: ['Deliberate'], max_pixels: 4_194_304, bridge_agent },
});
const alchemist = (form: string) => ({
  path: '/interrogate/pop',
  body: { name: 'Alchemist', forms: [form] },
});

interface Case {
  async: string;
  request: object;
  pop: { path: string; body: object };
  submit?: { path: string; body: object };
  paused?: boolean;
}

const drawing = { prompt: 'a heron', models: ['Deliberate'], webhook: 'https://example.org/hook' };
const drawn = { path: '/generate/submit', body: { generation: PICTURE_BASE64, seed: 1 } };

const CASES: Record<string, Case> = {
  'an image': {
    async: '/generate/async',
    request: { ...drawing, params: { n: 2 } },
    pop: image(REGEN),
    submit: drawn,
  },
  'an image with sources': {
    async: '/generate/async',
    request: { ...drawing, ...SOURCES },
    pop: image(REGEN),
    submit: drawn,
  },
  'an image with extra sources': {
    async: '/generate/async',
    request: {
      ...drawing,
      source_image: PICTURE_BASE64,
      source_processing: 'remix',
      extra_source_images: [{ image: PICTURE_BASE64 }, { image: PICTURE_BASE64, strength: 0.5 }],
      models: ['Stable Cascade 1.0'],
    },
    pop: { path: '/generate/pop', body: { ...image(REGEN).body, models: ['Stable Cascade 1.0'] } },
    submit: drawn,
  },
  'an image with sources, for an old worker': {
    async: '/generate/async',
    request: { ...drawing, ...SOURCES },
    pop: image(OLD),
    submit: drawn,
  },
  'an image for show': {
    async: '/generate/async',
    request: { ...drawing, ...SOURCES },
    pop: image(REGEN),
    paused: true,
  },
  'a text': {
    async: '/generate/text/async',
    request: { prompt: 'Once', models: ['koboldcpp/Mistral'], params: { n: 2 }, webhook: drawing.webhook },
    pop: {
      path: '/generate/text/pop',
      body: { name: 'Scribe', models: ['koboldcpp/Mistral'], bridge_agent: REGEN },
    },
    submit: { path: '/generate/text/submit', body: { generation: 'upon a time' } },
  },
  'a form': {
    async: '/interrogate/async',
    request: { source_image: PICTURE_BASE64, forms: [{ name: 'caption' }, { name: 'nsfw' }] },
    pop: alchemist('caption'),
    submit: { path: '/interrogate/submit', body: { result: { caption: 'a heron' } } },
  },
  'a form that makes an image': {
    async: '/interrogate/async',
    request: { source_image: PICTURE_BASE64, forms: [{ name: 'GFPGAN' }], webhook: drawing.webhook },
    pop: alchemist('GFPGAN'),
    submit: { path: '/interrogate/submit', body: { result: { GFPGAN: 'R2' } } },
  },
};

for (const [what, { async, request, pop, submit, paused = false }] of Object.entries(CASES)) {
  test(`the worker of ${what} never reads the id of the request`, async () => {
    const call = (where: string, body: object) => horde.call('POST', where, { apikey: owner.apikey, body });
    // The worker is known before it is asked for.
    await call(pop.path, pop.body);
    const worker = [...horde.horde.workers.ofUser(owner.id)].find(
      ({ name }) => name === (pop.body as { name: string }).name,
    )!;
    horde.horde.workers.update(worker, { paused });
    const asked = await horde.call('POST', async, { apikey: asker.apikey, body: request });
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    const { id } = asked.body as { id: string };
    const popped = await call(pop.path, pop.body);
    const { forms, ...single } = popped.body as {
      id: string;
      r2_upload?: string;
      forms?: { id: string; r2_upload?: string }[];
    };
    const job = forms?.[0] ?? single;
    assert.ok(job.id, `nothing was handed out: ${JSON.stringify(popped.body)}`);
    const told: unknown[] = [popped];
    told.push(await call('/generate/progress', { id: job.id, step: 1, steps: 2 }));
    if (submit) {
      if (job.r2_upload) await upload(job.r2_upload);
      const handedIn = await call(submit.path, { id: job.id, ...submit.body });
      assert.equal(handedIn.status, 200, JSON.stringify(handedIn.body));
      told.push(handedIn, await call(submit.path, { id: job.id, ...submit.body }));
    }
    told.push(await horde.call('GET', `/workers/${worker.id}`, { apikey: owner.apikey }));
    const text = told
      .map(answer => {
        const { body, headers } = answer as { body: unknown; headers: Headers };
        return JSON.stringify([body, ...headers]);
      })
      .join('\n')
      .toLowerCase();
    const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
    const spellings = [
      id,
      bytes.toString('hex'),
      bytes.toString('base64').slice(0, 20),
      bytes.toString('base64url').slice(0, 20),
    ];
    for (const spelling of [...spellings, Buffer.from(id).toString('base64').slice(0, 40)])
      assert.ok(!text.includes(spelling.toLowerCase()), `${what}: ${text}`);
    // What it does know opens nothing.
    for (const family of ['/generate', '/generate/text', '/interrogate']) {
      assert.equal((await horde.call('GET', `${family}/status/${job.id}`)).status, 404);
      assert.equal((await horde.call('DELETE', `${family}/status/${job.id}`)).status, 404);
    }
    await horde.call('DELETE', `${async.replace('async', 'status')}/${id}`);
  });
}
