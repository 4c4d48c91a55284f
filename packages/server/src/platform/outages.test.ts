import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PipelineFullError } from './commits.ts';
import { ImageError } from './imageError.ts';
import { StoreFullError } from './objectStore.ts';
import { isOutage, outageOf } from './outages.ts';

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

test('an outage of the node is told from a fault of a call or of ours', () => {
  const kinds = [
    [error({ code: '57P03' }), 'database'],
    [error({ code: '53100' }), 'full'],
    [error({ code: 'ENOSPC', syscall: 'write' }), 'full'],
    [error({ code: 'EDQUOT', syscall: 'mkdir' }), 'full'],
    [new StoreFullError('full'), 'full'],
    [error({ code: 'EROFS', syscall: 'open' }), 'storage'],
    [error({ code: 'EIO', syscall: 'fsync' }), 'storage'],
    [error({ code: 'ESTALE', syscall: 'stat' }), 'storage'],
    [new PipelineFullError('full'), 'busy'],
    [new ImageError('busy', 'too many images'), 'busy'],
    [new ImageError('unreadable', 'half a picture'), undefined],
    [error({ code: 'EACCES', syscall: 'connect' }), undefined],
    [error({ code: 'ENOENT', syscall: 'open' }), undefined],
    [error({ code: '23505' }), undefined],
    ['ENOSPC', undefined],
  ] as const;
  for (const [thrown, outage] of kinds) assert.equal(outageOf(thrown), outage, String(thrown));
});
