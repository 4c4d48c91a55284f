import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, KEY_SCOPES, type KeyScope, scopeOf } from './keyScope.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

const NEEDED: Partial<Record<keyof typeof routes, KeyScope>> = {
  findUser: 'read',
  userById: 'read',
  userLedger: 'read',
  keys: 'read',
  imageAsync: 'generate',
  textAsync: 'generate',
  alchemyAsync: 'generate',
  imagePop: 'worker',
  imageSubmit: 'worker',
  jobProgress: 'worker',
  textPop: 'worker',
  alchemySubmit: 'worker',
  editWorker: 'worker',
  editUser: 'all',
  deleteUser: 'all',
  transferKudos: 'all',
  awardKudos: 'all',
  makeKey: 'all',
  revokeKey: 'all',
  makeSharedKey: 'all',
  makeWebhookSecret: 'all',
};

test('what a key must be good for follows from the method and the family of a route', () => {
  for (const [name, scope] of Object.entries(NEEDED)) {
    assert.equal(scopeOf(routes[name as keyof typeof routes]), scope, name);
  }
});

test('a route may say otherwise', () => {
  assert.equal(scopeOf({ ...routes.editUser, scope: 'worker' } as Route), 'worker');
});

test('a wide key opens all, every key opens what can be read, and no other key opens a third one', () => {
  for (const key of KEY_SCOPES) {
    for (const needed of KEY_SCOPES) {
      assert.equal(
        covers(key, needed),
        key === 'all' || needed === 'read' || key === needed,
        `${key} ${needed}`,
      );
    }
  }
});
