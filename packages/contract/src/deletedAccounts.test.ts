import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Route, refusesDeleted } from './route.ts';
import { routes } from './routes/index.ts';

const GUARDED = new Set<Route['access']>(['key', 'key-or-shared-key', 'key-401', 'moderator', 'admin']);

/** Results that workers hand in are paid whatever became of the account, and the deletion can be undone. */
const OPEN = ['imageSubmit', 'textSubmit', 'alchemySubmit', 'jobProgress', 'editUser'];

test('a deleted account makes and changes nothing: the door refuses it, or the use case says so', () => {
  for (const [name, route] of Object.entries<Route>(routes)) {
    if (!GUARDED.has(route.access) || route.method === 'GET' || route.method === 'DELETE') continue;
    if (OPEN.includes(name)) assert.equal(route.deletedAccounts, 'may', name);
    else {
      assert.ok(refusesDeleted(route) || route.deletedAccounts === 'later', name);
      assert.ok(route.returnCodes.includes('DeletedUser'), `${name} does not say so`);
    }
  }
});
