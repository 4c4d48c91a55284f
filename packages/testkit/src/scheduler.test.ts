import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTestHorde } from './index.ts';

// `params.scheduler`: newer than the published schema, and only for workers that are known to understand it.

const MODEL = 'emoji-64';
const horde = await startTestHorde({ SCHEDULER_BRIDGES: 'AI Horde Worker reGen:14' });
after(() => horde.stop());
const asker = await horde.user({ kudos: 10_000 });
const worker = await horde.user({ trusted: true });

interface Body {
  id: string | null;
  payload: { scheduler?: string; karras: boolean };
  skipped: { bridge_version: number };
  warnings?: { code: string }[];
  errors?: object;
}

async function post(path: string, apikey: string, body: object): Promise<{ status: number; body: Body }> {
  const answer = await horde.call('POST', path, { apikey, body });
  return { status: answer.status, body: answer.body as Body };
}
const ask = (params: object) =>
  post('/generate/async', asker.apikey, {
    prompt: 'a heron',
    models: [MODEL],
    params: { width: 64, height: 64, steps: 1, ...params },
  });
const pop = async (name: string, version: number, fields: object = {}) =>
  (
    await post('/generate/pop', worker.apikey, {
      name,
      models: [MODEL],
      bridge_agent: `AI Horde Worker reGen:${version}.0.0:x`,
      ...fields,
    })
  ).body;

test('a schedule goes to software that the operator has named, and to workers that say that they know it', async () => {
  for (const [version, fields] of [
    [14, {}],
    [13, { schedulers: ['beta', 'simple'] }],
  ] as const) {
    assert.equal((await ask({ scheduler: 'beta' })).status, 202);
    const passed = await pop('Old', 13);
    assert.deepEqual([passed.id, passed.skipped.bridge_version], [null, 1]);
    assert.equal((await pop('Some', 13, { schedulers: ['simple'] })).id, null);
    const { payload } = await pop('Knows', version, fields);
    assert.deepEqual([payload.scheduler, payload.karras], ['beta', false]);
  }
});

test('what karras can say goes to all, and scheduler goes before it', async () => {
  for (const [params, karras] of [
    [{ scheduler: 'karras' }, true],
    [{ scheduler: 'normal' }, false],
    [{ scheduler: 'karras', karras: true }, true],
    [{ karras: false }, false],
    [{}, true],
  ] as const) {
    const { warnings = [] } = (await ask(params)).body;
    assert.ok(!warnings.some(({ code }) => code === 'SchedulerMismatch'));
    const { payload } = await pop('Old', 13);
    assert.deepEqual([payload.scheduler, payload.karras], [undefined, karras], JSON.stringify(params));
  }
});

test('a clash with karras is a warning, an unknown schedule a fault', async () => {
  const { status, body } = await ask({ scheduler: 'normal', karras: true });
  assert.deepEqual([status, body.warnings?.map(({ code }) => code)], [202, ['SchedulerMismatch']]);
  assert.equal((await pop('Old', 13)).payload.karras, false);
  const refused = await ask({ scheduler: 'turbo' });
  assert.deepEqual([refused.status, Object.keys(refused.body.errors!)], [400, ['params.scheduler']]);
});
