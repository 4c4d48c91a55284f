import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { validateConfig } from './config.ts';
import { ConfigError, type Environment, readEnvironment } from './env.ts';
import { loadSecrets } from './secrets.ts';

const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-config-'));
after(() => rm(home, { recursive: true }));

test('without a word, everything has the value of the documents', () => {
  assert.deepEqual(validateConfig({}), {
    home: path.resolve('data'),
    http: {
      host: '127.0.0.1',
      port: 7001,
      publicUrl: 'http://127.0.0.1:7001',
      allowedHosts: [],
      trustedProxies: ['127.0.0.0/8', '::1'],
      bodiesBytesMax: 256 * 1024 * 1024,
    },
    database: { embedded: true },
    models: { image: [], text: [], imageDefault: 'stable_diffusion' },
    loraBytesMax: 400 * 1024 * 1024,
    repositoryUrl: 'https://github.com/openhorde/openhorde',
    admins: [],
    kudos: { awarders: [] },
    moderation: {
      filterTesters: [],
      promptsStopWorkers: false,
      serviceNetworks: [],
      unsafeNetworkFiles: [],
      safeNetworks: [],
    },
    queue: { accountBytesMax: 64 * 2 ** 20, bytesMax: 1024 * 2 ** 20 },
    batchDivisor: 3,
    schedulerBridges: [],
    sharing: false,
    signIn: {},
    ratings: { here: true },
    rateLimits: true,
    checkResults: true,
    devTestUsers: false,
    log: { level: 'info' },
  });
});

test('everything may be said', () => {
  const config = validateConfig({
    OPENHORDE_HOME: home,
    HOST: '::',
    PORT: '80',
    PUBLIC_URL: 'https://horde.example/',
    ALLOWED_HOSTS: 'horde.lan',
    TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1',
    DATABASE_URL: 'postgresql://me:secret@/horde?host=/run/postgresql',
    IMAGE_MODELS: 'a.json, https://example.com/b.json',
    TEXT_MODELS: '["a, b.json"]',
    DEFAULT_IMAGE_MODEL: 'emoji-64',
    DEFAULT_TEXT_MODEL: 'llama',
    LORA_SIZE_MAX_MB: '200',
    REPOSITORY_URL: 'https://example.com/source',
    ADMINS: '["Ada, the first#1"]',
    KUDOS_TRUST_THRESHOLD: '1',
    FILTER_TESTERS: 'Ada#1',
    PROMPT_RULES: 'rules.json',
    PROMPT_TIMEOUTS_STOP_WORKERS: 'on',
    SERVICE_NETWORKS: '203.0.113.0/24',
    UNSAFE_NETWORKS: 'vpn.txt',
    SAFE_NETWORKS: '198.51.100.7',
    BATCH_DIVISOR: '2.5',
    SCHEDULER_BRIDGES: 'AI Horde Worker reGen:14',
    ACCOUNT_QUEUE_MB: '32',
    QUEUE_MB: '4096',
    OAUTH_GITHUB_CLIENT_ID: 'octo',
    OAUTH_GITHUB_CLIENT_SECRET: 'not to be printed',
    OIDC_ISSUER: 'https://login.example/realms/horde',
    OIDC_CLIENT_ID: 'horde',
    SHARING: 'on',
    BODIES_MAX_MB: '512',
    RATE_LIMITS: 'OFF',
    CHECK_RESULTS: 'off',
    DEV_TEST_USERS: '1',
    LOG_LEVEL: 'DEBUG',
  });
  assert.deepEqual(config, {
    home,
    http: {
      host: '::',
      port: 80,
      publicUrl: 'https://horde.example',
      trustedProxies: ['10.0.0.0/8', '192.168.1.1'],
      bodiesBytesMax: 512 * 1024 * 1024,
    },
    database: { embedded: false },
    models: {
      image: ['a.json', 'https://example.com/b.json'],
      text: ['a, b.json'],
      imageDefault: 'emoji-64',
      textDefault: 'llama',
    },
    loraBytesMax: 200 * 1024 * 1024,
    repositoryUrl: 'https://example.com/source',
    admins: ['Ada, the first#1'],
    kudos: { trustThreshold: 1, awarders: [] },
    moderation: {
      filterTesters: ['Ada#1'],
      promptRules: path.resolve('rules.json'),
      promptsStopWorkers: true,
      serviceNetworks: ['203.0.113.0/24'],
      unsafeNetworkFiles: [path.resolve('vpn.txt')],
      safeNetworks: ['198.51.100.7'],
    },
    queue: { accountBytesMax: 32 * 2 ** 20, bytesMax: 4096 * 2 ** 20 },
    batchDivisor: 2.5,
    schedulerBridges: [{ name: 'AI Horde Worker reGen', version: 14 }],
    sharing: true,
    ratings: { here: true },
    signIn: {
      github: { clientId: 'octo' },
      oidc: { clientId: 'horde', issuer: 'https://login.example/realms/horde', name: 'login.example' },
    },
    rateLimits: false,
    checkResults: false,
    devTestUsers: true,
    log: { level: 'debug' },
  });
});

test('the address to open is one that can be opened', () => {
  assert.equal(validateConfig({ HOST: '0.0.0.0' }).http.publicUrl, 'http://127.0.0.1:7001');
  assert.deepEqual(validateConfig({ ALLOWED_HOSTS: 'Horde.LAN, ::1' }).http.allowedHosts, [
    'horde.lan',
    '::1',
  ]);
  assert.equal(validateConfig({ HOST: 'fe80::1', PORT: '1' }).http.publicUrl, 'http://[fe80::1]:1');
});

test('all nonsense is named at once, each in a sentence', () => {
  const nonsense: Environment = {
    HOST: 'http://0.0.0.0',
    PORT: '70000',
    PUBLIC_URL: 'ftp://example.com',
    ALLOWED_HOSTS: 'http://horde.lan',
    TRUSTED_PROXIES: 'nginx',
    DATABASE_URL: 'mysql://localhost/horde',
    REDIS_URL: 'redis://localhost',
    TEXT_MODELS: '[1]',
    ADMINS: 'Ada',
    KUDOS_TRUST_THRESHOLD: '-1',
    BATCH_DIVISOR: '0',
    SCHEDULER_BRIDGES: 'reGen',
    SHARING: 'perhaps',
    LOG_LEVEL: 'loud',
  };
  assert.throws(
    () => validateConfig(nonsense),
    (error: Error) => {
      assert.ok(error instanceof ConfigError);
      const named = error.problems.map(problem => problem.split(' ')[0]);
      assert.deepEqual(named.sort(), Object.keys(nonsense).sort());
      for (const problem of error.problems) assert.match(problem, /^[A-Z_]+ (must|is set,) .*\.$/);
      return true;
    },
  );
});

test('no secret is in the configuration that may be printed', () => {
  const config = validateConfig({
    DATABASE_URL: 'postgres://u:hunter2@h/d',
    SERVER_SECRET: 'sesame sesame sesame',
  });
  assert.doesNotMatch(JSON.stringify(config), /hunter2|sesame/);
});

test('the file in the home folder stands below the environment, and empty texts say nothing', async () => {
  const file = path.join(home, 'config.json');
  await writeFile(file, JSON.stringify({ PORT: 8000, HOST: 'localhost', SHARING: true, ADMINS: ['Ada#1'] }));
  const environment = readEnvironment({ OPENHORDE_HOME: home, PORT: '9000', HOST: '', PATH: '/bin' });
  assert.deepEqual(environment, {
    OPENHORDE_HOME: home,
    PORT: '9000',
    HOST: 'localhost',
    SHARING: 'true',
    ADMINS: '["Ada#1"]',
  });
  const config = validateConfig(environment);
  assert.deepEqual([config.sharing, config.admins], [true, ['Ada#1']]);
});

for (const [what, text, sentence] of [
  ['that is no JSON', '{"PORT": 7001,}', /is not JSON/],
  ['that is a list', '[]', /must hold one JSON object/],
  ['with a name that does not exist', '{"PROT": 1}', /holds "PROT", which is not a setting/],
  ['that says where it is', '{"OPENHORDE_HOME": "/"}', /cannot say where it is/],
] as const) {
  test(`a file ${what} is refused with a sentence`, async () => {
    await writeFile(path.join(home, 'config.json'), text);
    assert.throws(() => readEnvironment({ OPENHORDE_HOME: home }), sentence);
  });
}

test('the secret is made once, for its owner alone, also when two nodes start at once', async () => {
  const folder = path.join(home, 'new');
  const [first, second] = await Promise.all([loadSecrets(folder, {}), loadSecrets(folder, {})]);
  assert.deepEqual(first, second);
  assert.deepEqual(await loadSecrets(folder, {}), first);
  if (process.platform !== 'win32') {
    assert.equal((await stat(path.join(folder, 'secrets.json'))).mode & 0o777, 0o600);
  }
  assert.notEqual(first.keySalt, first.signingKey.toString('base64url'));
});

test('a secret from the environment goes before the file, and each secret gives keys of its own', async () => {
  const one = await loadSecrets(home, { SERVER_SECRET: 'a secret of sixteen or more' });
  const other = await loadSecrets(home, {
    SERVER_SECRET: 'another secret of that length',
    DATABASE_URL: 'x',
  });
  assert.notEqual(one.keySalt, other.keySalt);
  assert.notDeepEqual(one.signingKey, other.signingKey);
  assert.equal(one.databaseUrl, undefined);
  assert.equal(other.databaseUrl, 'x');
  await assert.rejects(readFile(path.join(home, 'secrets.json')), { code: 'ENOENT' });
});

test('a short secret and a damaged file are refused', async () => {
  await assert.rejects(loadSecrets(home, { SERVER_SECRET: 'short' }), /at least 16 characters/);
  await writeFile(path.join(home, 'secrets.json'), '{}');
  await assert.rejects(loadSecrets(home, {}), /secrets\.json is damaged/);
});
