import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HordeError, RETURN_CODES, type ReturnCode, type ReturnCodeEntry, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { PipelineFullError } from '../platform/commits.ts';
import { FileStore } from '../platform/fileStore.ts';
import { ImageError } from '../platform/imageError.ts';
import { objectRoutes } from '../platform/objectRoutes.ts';
import { StoreFullError } from '../platform/objectStore.ts';
import type { Outage } from '../platform/outages.ts';
import { doorOf } from './door.ts';
import { mountDownload } from './downloads.ts';
import { DoorError } from './errors.ts';
import { mountEvents } from './events.ts';
import { mount } from './mount.ts';
import { testDoor } from './testing/testDoor.ts';

// Every way to a 503, each of which must say when to try again.

const failure = (fields: object, message = 'broken') => Object.assign(new Error(message), fields);
const FAILURES: [Error, ReturnCode | undefined][] = [
  [failure({ code: '57P01' }), 'DatabaseAway'],
  [failure({ code: 'ECONNREFUSED', syscall: 'connect' }), 'DatabaseAway'],
  [failure({}, 'timeout exceeded when trying to connect'), 'DatabaseAway'],
  [failure({ code: '53100' }), 'StorageFull'],
  [failure({ code: 'ENOSPC', syscall: 'write' }), 'StorageFull'],
  [new StoreFullError('full'), 'StorageFull'],
  [failure({ code: 'EROFS', syscall: 'open' }), 'StorageAway'],
  [new PipelineFullError('full'), 'ServerBusy'],
  [new ImageError('busy', 'full'), 'ServerBusy'],
  ...Object.entries<ReturnCodeEntry>(RETURN_CODES)
    .filter(([, { status }]) => status === 503)
    .map(([rc]): [Error, ReturnCode] => [new HordeError(rc as ReturnCode), rc as ReturnCode]),
  // A code of the table that is raised with another status than its own, and a refusal without a code.
  [new HordeError('MaintenanceMode', { status: 503 }), 'MaintenanceMode'],
  [new DoorError(503, 'Not now.'), undefined],
];

class BrokenStore extends FileStore {
  readonly #error: Error;

  constructor(error: Error) {
    super({
      folder: '/nowhere',
      signingKey: randomBytes(32),
      publicUrl: () => 'http://horde.test',
      now: Date.now,
    });
    this.#error = error;
  }

  override async receive(): Promise<void> {
    throw this.#error;
  }
}

function broken(error: Error) {
  const outages: Outage[] = [];
  const store = new BrokenStore(error);
  const fail = () => {
    throw error;
  };
  const { app } = testDoor(
    app => {
      mount(app, routes.imageAsync, fail);
      mount(app, routes.performance, fail);
      mountEvents(app, routes.imageEvents, fail);
      mountDownload(app, routes.exportRatings, fail);
      app.get('/register', fail);
      app.register(objectRoutes, { store });
    },
    { onOutage: outage => outages.push(outage), config: { rateLimits: true } },
  );
  const put = new URL(store.uploadUrl('a.webp'));
  const calls = [
    {
      method: 'POST',
      url: '/api/v2/generate/async',
      payload: { prompt: 'heron' },
      headers: { apikey: 'alice' },
    },
    { method: 'GET', url: '/api/v2/status/performance' },
    { method: 'GET', url: '/api/v2/generate/events/a' },
    { method: 'GET', url: `/api${routes.exportRatings.path}`, headers: { apikey: 'mod' } },
    { method: 'GET', url: '/register' },
    { method: 'PUT', url: put.pathname + put.search, payload: 'x' },
  ] as const;
  return { app, calls, outages };
}

function assertTells(answer: Awaited<ReturnType<FastifyInstance['inject']>>, rc: ReturnCode | undefined) {
  assert.equal(answer.statusCode, 503);
  const seconds = (rc && (RETURN_CODES[rc] as ReturnCodeEntry).retryAfterSeconds) ?? 5;
  assert.equal(answer.headers['retry-after'], String(seconds));
  assert.equal(answer.json().rc, rc);
  assert.ok(answer.json().message.length > 5);
}

test('whatever a node cannot do at the moment, and wherever, it says when to try again', async () => {
  for (const [error, rc] of FAILURES) {
    const { app, calls } = broken(error);
    for (const call of calls) assertTells(await app.inject(call), rc);
  }
});

test('a server that stops refuses calls in the same way', async () => {
  const { app, calls } = broken(new Error('not reached'));
  doorOf(app).hangups.stop();
  for (const call of calls) assertTells(await app.inject(call), 'ServerBusy');
});

test('the node hears of what it cannot do', async () => {
  const { app, calls, outages } = broken(failure({ code: '53100' }));
  await app.inject(calls[0]);
  assert.deepEqual(outages, ['full']);
});

test('there is no other way to a 503', async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const naming: string[] = [];
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.ts') || /\.(test|fixture)\.ts$/.test(file)) continue;
    const text = await readFile(path.join(folder, file), 'utf8');
    if (/\b50[37]\b/.test(text)) naming.push(file.replaceAll(path.sep, '/'));
  }
  assert.deepEqual(naming, ['http/errors.ts']);
});
