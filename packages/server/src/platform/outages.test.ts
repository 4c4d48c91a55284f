import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutage } from './outages.ts';

const error = (fields: object, message = 'broken') => Object.assign(new Error(message), fields);

test('a database that is away is told from a statement that is wrong', () => {
  assert.ok(isOutage(error({ code: '57P03' }, 'the database system is starting up')));
  assert.ok(isOutage(error({ code: 'ECONNREFUSED', syscall: 'connect' })));
  // The socket of the embedded database, while it is restarted.
  assert.ok(isOutage(error({ code: 'ENOENT', syscall: 'connect' })));
  assert.ok(isOutage(new Error('Connection terminated unexpectedly')));
  assert.ok(isOutage(new Error('Client has encountered a connection error and is not queryable')));
  // A network that swallows what is sent.
  assert.ok(isOutage(error({ code: 'ETIMEDOUT', syscall: 'read' })));
  assert.ok(isOutage(error({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })));
  assert.ok(!isOutage(error({ code: '23505' })));
  assert.ok(!isOutage(error({ code: 'ENOENT', syscall: 'open' })));
  assert.ok(!isOutage(new Error('undefined is not a function')));
  assert.ok(!isOutage('57P03'));
});
