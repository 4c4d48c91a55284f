import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createClient } from './client.ts';
import { HordeApiError } from './errors.ts';
import { checkAnswer, jumpingClock, type Reply, startStandIn } from './testing/standIn.ts';
import type { RequestUpdate } from './types.ts';

const status = { ...checkAnswer({ done: true, finished: 1, waiting: 0 }), generations: [], shared: false };
const noSuchRoute: Reply = {
  status: 404,
  json: { message: 'The requested URL was not found on the server.' },
};

/** A horde of the old kind: no events, no held answers. `checks` are answered in turn. */
function oldHorde(checks: Reply[]) {
  return startStandIn(call => {
    if (call.path.includes('/events/')) return noSuchRoute;
    if (call.path.endsWith('/generate/async')) return { status: 202, json: { id: 'r1', kudos: 3 } };
    if (call.path.includes('/check/')) return checks.shift() ?? { status: 500 };
    return { json: status };
  });
}

function stream(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return {
    send: (event: string, data: unknown) =>
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    response,
  };
}

/** A clock on which streams are never silent for too long. */
function clockWithoutSilence() {
  const clock = jumpingClock();
  const sleep = clock.sleep;
  return Object.assign(clock, {
    sleep: (ms: number, signal?: AbortSignal) =>
      ms === 30_000
        ? new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
        : sleep(ms, signal),
  });
}

test('a horde without events is polled: after 1 s, then a quarter of the waiting time, faster when nearly done', async () => {
  await using horde = await oldHorde([
    { json: checkAnswer({ wait_time: 100 }) },
    { json: checkAnswer({ wait_time: 16 }) },
    { json: checkAnswer({ wait_time: 5 }) },
    { json: checkAnswer({ wait_time: 2, processing: 1, waiting: 0 }) },
    { json: checkAnswer({ done: true }) },
  ]);
  const clock = jumpingClock();
  const updates: RequestUpdate[] = [];
  const result = await createClient({ url: horde.url, world: clock }).generate(
    { prompt: 'a cat' },
    { onUpdate: update => updates.push(update) },
  );
  assert.equal(result.id, 'r1');
  assert.deepEqual(clock.slept, [1_000, 10_000, 4_000, 2_000, 1_000]);
  assert.deepEqual(
    updates.map(update => update.wait_time),
    [100, 16, 5, 2, 20],
  );
  assert.equal(horde.lines().filter(line => line.includes('/events/')).length, 1);
  assert.equal(horde.lines().filter(line => line.includes('/status/')).length, 1);
});

test('held answers follow each other at once, but never faster than one a second', async () => {
  const held = { 'preference-applied': 'wait=25' };
  await using horde = await oldHorde([
    { json: checkAnswer(), headers: held },
    { json: checkAnswer({ done: true }), headers: held },
  ]);
  const clock = jumpingClock();
  await createClient({ url: horde.url, world: clock }).waitFor('r1');
  assert.deepEqual(clock.slept, [1_000, 1_000]);
  assert.equal(horde.calls.find(call => call.path.includes('/check/'))?.headers.prefer, 'wait=25');
});

test('events are followed to the end, with the progress of the engine, and no check is made', async () => {
  await using horde = await startStandIn(call => {
    if (!call.path.includes('/events/')) return { json: status };
    return response => {
      const { send } = stream(response);
      response.write(': keep-alive\n\n');
      send('state', { ...checkAnswer(), progress: null });
      send('state', {
        ...checkAnswer({ processing: 1 }),
        progress: { step: 3, steps: 20, stage: 'generating' },
      });
      send('end', {});
    };
  });
  const updates: RequestUpdate[] = [];
  const client = createClient({ url: horde.url, world: clockWithoutSilence() });
  await client.waitFor('r1', { onUpdate: update => updates.push(update) });
  assert.deepEqual(
    updates.map(update => update.progress?.step ?? null),
    [null, 3],
  );
  assert.deepEqual(horde.lines(), ['GET /generate/events/r1', 'GET /generate/status/r1']);
});

test('a stream that falls silent is looked after by a check', async () => {
  await using horde = await startStandIn(call => {
    if (call.path.includes('/events/')) return response => void stream(response).response.flushHeaders();
    return { json: call.path.includes('/check/') ? checkAnswer({ done: true }) : status };
  });
  const result = await createClient({ url: horde.url, world: jumpingClock() }).waitFor('r1');
  assert.equal(result.done, true);
  assert.deepEqual(horde.lines(), [
    'GET /generate/events/r1',
    'GET /generate/check/r1',
    'GET /generate/status/r1',
  ]);
});

test('a stream that breaks is taken up again after a look', async () => {
  let streams = 0;
  await using horde = await startStandIn(call => {
    if (call.path.includes('/events/')) {
      return response => {
        const { send } = stream(response);
        send('state', { ...checkAnswer(), progress: null });
        if (++streams === 1) response.end();
        else send('end', {});
      };
    }
    return { json: call.path.includes('/check/') ? checkAnswer() : status };
  });
  const troubles: string[] = [];
  const client = createClient({ url: horde.url, world: clockWithoutSilence() });
  await client.waitFor('r1', { onTrouble: error => troubles.push(error.message) });
  assert.equal(streams, 2);
  assert.deepEqual(troubles, ['The event stream ended early']);
});

test('overload and rate limits are waited out, longer each time, and the caller is told', async () => {
  await using horde = await oldHorde([
    { status: 503, text: 'busy' },
    { status: 429, json: { message: '10 per 1 second' }, headers: { 'retry-after': '30' } },
    { json: checkAnswer({ done: true }) },
  ]);
  const clock = jumpingClock();
  const waits: number[] = [];
  const client = createClient({ url: horde.url, world: clock });
  await client.waitFor('r1', { onTrouble: (_, retryMs) => waits.push(Math.round(retryMs)) });
  assert.equal(waits[0], 2_000);
  assert(waits[1]! >= 30_000);
});

test('a request that is gone ends the waiting with its return code', async () => {
  await using horde = await startStandIn(() => ({
    status: 404,
    json: { message: 'gone', rc: 'RequestNotFound' },
  }));
  await assert.rejects(
    createClient({ url: horde.url, world: jumpingClock() }).waitFor('r1'),
    (error: unknown) => error instanceof HordeApiError && error.rc === 'RequestNotFound',
  );
  assert.equal(horde.calls.length, 1);
});

test('aborting generate takes the request back; aborting waitFor leaves it alone', async () => {
  await using horde = await oldHorde(Array.from({ length: 10 }, () => ({ json: checkAnswer() })));
  for (const [verb, cancels] of [
    ['generate', 1],
    ['waitFor', 0],
  ] as const) {
    const controller = new AbortController();
    const client = createClient({ url: horde.url, world: jumpingClock() });
    const options = {
      signal: controller.signal,
      onUpdate: () => controller.abort(new Error('enough')),
    };
    const before = horde.lines().filter(line => line.startsWith('DELETE')).length;
    await assert.rejects(
      verb === 'generate' ? client.generate({ prompt: 'x' }, options) : client.waitFor('r1', options),
      /enough/,
    );
    assert.equal(horde.lines().filter(line => line.startsWith('DELETE')).length - before, cancels, verb);
  }
});

test('updates can be iterated, and leaving the loop closes the stream', async () => {
  let closed: () => void;
  const streamClosed = new Promise<void>(resolve => {
    closed = resolve;
  });
  await using horde = await startStandIn(() => response => {
    const { send } = stream(response);
    response.on('close', () => closed());
    send('state', { ...checkAnswer(), progress: null });
  });
  for await (const update of createClient({ url: horde.url, world: clockWithoutSilence() }).watch('r1')) {
    assert.equal(update.id, 'r1');
    break;
  }
  await streamClosed;
});
