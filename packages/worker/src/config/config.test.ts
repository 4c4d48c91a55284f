import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ConfigError, readWorkerConfig, workerConfigFrom } from './config.ts';
import { KEYS, KEYS_WITHOUT_EFFECT } from './keys.ts';

const minimal = { api_key: 'k'.repeat(22), dreamer_name: 'Test' };

async function withFile(source: string, run: (file: string) => Promise<void>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'openhorde-config-'));
  const file = path.join(folder, 'bridgeData.yaml');
  await writeFile(file, source);
  await run(file).finally(() => rm(folder, { recursive: true }));
}

function problemsOf(values: Record<string, unknown>): string[] {
  try {
    workerConfigFrom(values);
    return [];
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.problems;
  }
}

test('the template names every key once, with its default, and needs only a key and a name', async () => {
  const template = parse(await readFile(new URL('../../bridgeData.template.yaml', import.meta.url), 'utf8'));
  assert.deepEqual(
    Object.keys(template).sort(),
    Object.values(KEYS)
      .map(({ yaml }) => yaml)
      .sort(),
  );
  const { warnings } = workerConfigFrom({ ...template, ...minimal });
  assert.deepEqual(warnings, []);
  for (const { yaml, fallback } of Object.values(KEYS)) {
    if (yaml !== 'horde_url') assert.deepEqual(template[yaml], fallback, yaml);
  }
});

test('no key is both used and called useless', () => {
  for (const { yaml, aliases } of Object.values(KEYS)) {
    for (const name of [yaml, ...aliases]) assert(!KEYS_WITHOUT_EFFECT.has(name), name);
  }
});

test('every mistake is told, each with its key and what would be right', () => {
  assert.deepEqual(
    problemsOf({
      ...minimal,
      max_threads: 17,
      nsfw: 'yes',
      priority_usernames: ['joe'],
      horde_url: 'aihorde.net',
    }),
    [
      'horde_url: should be an address such as https://example.org, not "aihorde.net"',
      'max_threads: should be a whole number from 1 to 16, not 17',
      'nsfw: should be true or false, not "yes"',
      'priority_usernames: names users as name#number, but holds "joe"',
    ],
  );
});

test('a worker needs a registered key and a name', () => {
  assert.match(problemsOf({ dreamer_name: 'x', api_key: '0000000000' })[0] ?? '', /registered user/);
  assert.match(problemsOf({ api_key: minimal.api_key })[0] ?? '', /needs a name/);
  assert.equal(workerConfigFrom({ api_key: minimal.api_key, worker_name: 'Old' }).config.dreamerName, 'Old');
});

test('unknown keys are warned about; those of other workers together', () => {
  const { warnings } = workerConfigFrom({ ...minimal, max_pwer: 8, safety_on_gpu: true, scribe_name: 'S' });
  assert.equal(warnings.length, 2);
  assert.match(warnings[0] ?? '', /safety_on_gpu, scribe_name/);
  assert.match(warnings[1] ?? '', /max_pwer.*typing error/);
});

test('a file of the original worker is taken as it is, and settings without a meaning here are named once', async () => {
  const file = fileURLToPath(new URL('../testing/bridgeData.reGen.yaml', import.meta.url));
  const { config, warnings } = await readWorkerConfig(file, {});
  assert.deepEqual(
    [config.dreamerName, config.preloadTimeoutSeconds, config.modelsToLoad],
    ['An Awesome Dreamer', 80, ['top 2']],
  );
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /^These settings of other workers have no effect here: /);
  // Every key is in it, but for those of our own and for second names.
  const written = Object.keys(parse(await readFile(file, 'utf8')));
  const own = ['openhorde_home', 'engine', 'engine_options'];
  const second = ['CIVIT_API_TOKEN', 'horde_model_stickiness', 'models_folder_parent'];
  const known = [...Object.values(KEYS).map(({ yaml }) => yaml), ...KEYS_WITHOUT_EFFECT];
  assert.deepEqual(written.sort(), known.filter(name => ![...own, ...second].includes(name)).sort());
});

test('a name that hordes would cut is refused', () => {
  assert.match(
    problemsOf({ ...minimal, dreamer_name: 'x'.repeat(101) })[0] ?? '',
    /100 characters at most, not 101/,
  );
});

test('whatever is wrong with a file, no key is printed', async () => {
  const key = 'k3yK3yk3yK3yk3yK3yk3yK';
  const sources = [
    `api_key: "${key}`,
    `api_key: ${key}"\n  x: [`,
    `api_key: "${key}\\"`,
    `api_key: *${key}`,
    `api_key: &a ${key}: ${key}`,
    `api_key: !${key} [`,
    `api_key: "\\${key}"`,
    `api_key: ${key}\napi_key: ${key}`,
    `api_key: [${key}]`,
    `api_key: { ${key}: 1 }`,
    `  api_key: ${key}\n dreamer_name: x`,
    `${key}`,
    `- ${key}`,
    `api_key: |${key}`,
    `@${key}`,
    `{"api_key": "${key}",, }`,
  ];
  for (const source of sources) {
    await withFile(source, file =>
      assert.rejects(readWorkerConfig(file, {}), error => {
        assert(error instanceof ConfigError, source);
        assert(!error.message.toLowerCase().includes(key.toLowerCase()), error.message);
        return true;
      }),
    );
  }
  await assert.rejects(readWorkerConfig(null, { AIWORKER_API_KEY: `[${key}` }), error => {
    assert(error instanceof ConfigError && !error.message.includes(key));
    return true;
  });
  assert.deepEqual(problemsOf({ ...minimal, api_key: 123 }), [
    'api_key: should be text: write it between quotes',
  ]);
});

test('settings that contradict each other are made to agree, and that is told', () => {
  const { config, warnings } = workerConfigFrom({
    ...minimal,
    allow_img2img: false,
    extra_slow_worker: true,
    queue_size: 2,
  });
  assert.equal(config.allowPainting, false);
  assert.equal(config.queueSize, 0);
  assert.equal(warnings.length, 2);
});

test('the environment stands above the file, under either name of a key', async () => {
  await withFile(
    'api_key: aaaaaaaaaaaaaaaaaaaaaa\ndreamer_worker_name: File\nmax_power: 16\n',
    async file => {
      const { config } = await readWorkerConfig(file, {
        AIWORKER_DREAMER_WORKER_NAME: 'Environment',
        AIWORKER_BLACKLIST: '[one, "two"]',
        AIWORKER_NSFW: 'False',
        AI_HORDE_URL: 'http://127.0.0.1:7001',
        OPENHORDE_HOME: '/srv/horde',
      });
      assert.equal(config.dreamerName, 'Environment');
      assert.equal(config.maxPower, 16);
      assert.deepEqual(config.blacklist, ['one', 'two']);
      assert.equal(config.nsfw, false);
      assert.equal(config.hordeUrl, 'http://127.0.0.1:7001');
      assert.equal(config.homeFolder, '/srv/horde');
    },
  );
});

test('the environment alone is enough', async () => {
  const { config } = await readWorkerConfig(null, {
    AIWORKER_API_KEY: '0123456789012345678901',
    AIWORKER_DREAMER_NAME: 'Box',
    AIWORKER_MAX_THREADS: '2',
  });
  assert.equal(config.apiKey, '0123456789012345678901');
  assert.equal(config.maxThreads, 2);
  await assert.rejects(readWorkerConfig(null, { AIWORKER_BLACKLIST: '[a, b' }), /never closes/);
});

test('a missing file, backslashes and broken YAML give sentences', async () => {
  await assert.rejects(readWorkerConfig('nowhere/bridgeData.yaml', {}), /Copy bridgeData.template.yaml/);
  await withFile('openhorde_home: C:\\horde\n', file =>
    assert.rejects(readWorkerConfig(file, {}), /line 1: write \/ instead of \\/),
  );
  await withFile('a: [1\n', file =>
    assert.rejects(readWorkerConfig(file, {}), {
      name: 'ConfigError',
      message: /line 2, column 1: this is no YAML/,
    }),
  );
  await withFile('- a\n', file => assert.rejects(readWorkerConfig(file, {}), /name: value/));
});
