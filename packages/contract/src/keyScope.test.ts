import assert from 'node:assert/strict';
import { test } from 'node:test';
import { covers, KEY_SCOPES, type KeyScope } from './keyScope.ts';
import type { Route } from './route.ts';
import { routes } from './routes/index.ts';

const table: Route[] = Object.values(routes);

test('a route says what a key must be good for exactly when it looks at one', () => {
  for (const { operationId, access, scope } of table) {
    assert.equal(scope !== undefined, access !== 'public' && access !== 'loopback', operationId);
  }
});

test('what is for moderators and administrators alone needs a key for everything', () => {
  for (const { operationId, access, scope } of table) {
    if (access === 'moderator' || access === 'admin') assert.equal(scope, 'all', operationId);
  }
});

test('a key that is only for looking changes nothing', () => {
  for (const { operationId, method, scope } of table) {
    if (method !== 'GET') assert.notEqual(scope, 'read', operationId);
  }
});

/** Beside what can be read, each of the narrow keys opens these routes and no others. */
const OPENED: Partial<Record<KeyScope, (keyof typeof routes)[]>> = {
  generate: ['imageAsync', 'textAsync', 'alchemyAsync', 'rateImage', 'solveRatingChallenge'],
  worker: [
    ...(['imagePop', 'imageSubmit', 'jobProgress', 'textPop', 'textSubmit'] as const),
    ...(['alchemyPop', 'alchemySubmit', 'editWorker', 'deleteWorker'] as const),
    ...(['writeToWorkers', 'deleteWorkerMessage'] as const),
  ],
};

test('keys for requests and for workers open the routes that they are for', () => {
  for (const [scope, names] of Object.entries(OPENED)) {
    const opened = Object.entries<Route>(routes).filter(([, route]) => route.scope === scope);
    assert.deepEqual(opened.map(([name]) => name).sort(), names.toSorted(), scope);
  }
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
