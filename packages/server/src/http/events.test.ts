import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { type HordeEvent, mountEvents } from './events.ts';
import { testDoor } from './testing/testDoor.ts';

type Event = HordeEvent<typeof routes.imageEvents>;
const url = '/api/v2/generate/events/a';

async function* three(): AsyncGenerator<Event> {
  yield { event: 'state', data: { waiting: 1 } };
  yield { event: 'state', data: { processing: 1, progress: { step: 2, steps: 9 } } };
  yield { event: 'end', data: { done: true } };
}

async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

test('events are printed as declared, one after another, and the stream ends with its source', async () => {
  const { app } = testDoor(app => mountEvents(app, routes.imageEvents, () => three()));
  const answered = await app.inject({ url });
  assert.equal(answered.headers['content-type'], 'text/event-stream');
  assert.equal(answered.headers['access-control-allow-origin'], '*');
  const blocks = answered.body
    .trimEnd()
    .split('\n\n')
    .map(block => block.split('\n'));
  assert.deepEqual(
    blocks.map(([name]) => name),
    ['event: state', 'event: state', 'event: end'],
  );
  const data = blocks.map(lines => JSON.parse(lines[1]!.replace(/^data: /, '')));
  assert.deepEqual(data[1].progress, { step: 2, steps: 9, stage: null });
  assert.equal(data[0].progress, null);
  assert.equal(data[2].done, true);
  assert.equal(data[2].faulted, false);
});

test('a refusal before the first event is an ordinary answer; HEAD has headers alone', async () => {
  const { app } = testDoor(app =>
    mountEvents(app, routes.imageEvents, async call => {
      if (call.params.id === 'x') throw new HordeError('RequestNotFound');
      return three();
    }),
  );
  const refused = await app.inject({ url: url.replace(/a$/, 'x') });
  assert.equal(refused.statusCode, 404);
  assert.equal(refused.json().rc, 'RequestNotFound');
  const head = await app.inject({ method: 'HEAD', url });
  assert.equal(head.headers['content-type'], 'text/event-stream');
  assert.equal(head.body, '');
});

test('a quiet stream says that it is still there', async t => {
  const { app } = testDoor(app =>
    mountEvents(
      app,
      routes.imageEvents,
      async function* ({ signal }): AsyncGenerator<Event> {
        yield { event: 'state', data: {} };
        await once(signal, 'abort');
      },
      5,
    ),
  );
  const port = await listen(app);
  t.after(() => app.close());
  const request = http.get({ port, path: url });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.includes(': still here\n\n: still here\n\n')) break;
  }
  assert.match(text, /^event: state\n/);
});

test('a source learns that the caller hung up, and that the server stops', async () => {
  const ends: string[] = [];
  const ended = Promise.withResolvers<void>();
  const { app } = testDoor(app =>
    mountEvents(app, routes.imageEvents, async function* ({ signal, params }): AsyncGenerator<Event> {
      try {
        yield { event: 'state', data: {} };
        await once(signal, 'abort');
      } finally {
        ends.push(params.id);
        if (ends.length === 1) ended.resolve();
      }
    }),
  );
  const port = await listen(app);
  const open = async (id: string) => {
    const request = http.get({ port, path: url.replace(/a$/, id) });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response, 'data');
    return { request, response };
  };
  const hungUp = await open('a');
  hungUp.response.on('error', () => {}).destroy();
  await ended.promise;
  assert.deepEqual(ends, ['a']);
  const stays = await open('b');
  const closed = once(stays.response.resume(), 'close');
  await app.close();
  await closed;
  assert.deepEqual(ends, ['a', 'b']);
});

test('a source is asked for the next event only when the caller takes them', async t => {
  let made = 0;
  const { app } = testDoor(app =>
    mountEvents(app, routes.imageEvents, async function* ({ signal }): AsyncGenerator<Event> {
      const stage = 'x'.repeat(100_000);
      while (!signal.aborted) {
        made += 1;
        yield { event: 'state', data: { progress: { step: 0, steps: 1, stage } } };
      }
    }),
  );
  const port = await listen(app);
  t.after(() => app.close());
  const answering = once(app.server, 'request') as Promise<[http.IncomingMessage, http.ServerResponse]>;
  const request = http.get({ port, path: url });
  request.on('error', () => {});
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.pause();
  const [, answer] = await answering;
  while (!answer.writableNeedDrain) await nextTurn();
  assert.ok(made < 2000, `${made} events wait in memory`);
  const before = made;
  response.resume();
  while (made === before) await nextTurn();
  request.destroy();
});
