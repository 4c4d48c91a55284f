import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validateConfig } from './config.ts';
import { ConfigError, type Environment } from './env.ts';
import { signInSecrets } from './signInConfig.ts';

function problemsOf(environment: Environment): readonly string[] {
  try {
    validateConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('a client without its secret, or the other way round, is a problem', () => {
  assert.deepEqual(problemsOf({ OAUTH_GOOGLE_CLIENT_ID: 'x' }), [
    'OAUTH_GOOGLE_CLIENT_ID is set, but OAUTH_GOOGLE_CLIENT_SECRET is not.',
  ]);
  assert.deepEqual(problemsOf({ OAUTH_DISCORD_CLIENT_SECRET: 'x' }), [
    'OAUTH_DISCORD_CLIENT_SECRET is set, but OAUTH_DISCORD_CLIENT_ID is not.',
  ]);
  assert.deepEqual(problemsOf({ OIDC_CLIENT_SECRET: 'x', OIDC_ISSUER: 'https://login.example' }), [
    'OIDC_ISSUER is set, but OIDC_CLIENT_ID is not.',
    'OIDC_CLIENT_SECRET is set, but OIDC_CLIENT_ID is not.',
  ]);
});

test('a provider is reached over TLS, unless it is on this machine', () => {
  const at = (OIDC_ISSUER: string) => problemsOf({ OIDC_ISSUER, OIDC_CLIENT_ID: 'horde' });
  for (const issuer of [
    'https://login.example',
    'http://127.0.0.1:9000',
    'http://localhost',
    'http://[::1]:1',
  ])
    assert.deepEqual(at(issuer), [], issuer);
  for (const issuer of ['http://login.example', 'http://localhost.example', 'http://10.0.0.1'])
    assert.deepEqual(
      at(issuer),
      ['OIDC_ISSUER must begin with https://, unless it is on this machine.'],
      issuer,
    );
  assert.equal(at('ftp://login.example').length, 1);
});

test('secrets of clients stand apart', () => {
  const environment = { OAUTH_GITHUB_CLIENT_ID: 'octo', OAUTH_GITHUB_CLIENT_SECRET: 'hush' };
  assert.ok(!JSON.stringify(validateConfig(environment)).includes('hush'));
  assert.deepEqual(signInSecrets(environment), { github: 'hush' });
});
