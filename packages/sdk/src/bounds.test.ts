import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createClient } from './client.ts';
import { readServerSentEvents } from './serverSentEvents.ts';
import { startStandIn } from './testing/standIn.ts';

const packed = (text: string) => (response: import('node:http').ServerResponse) => {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
};

test('an answer is read up to a bound, counted in unpacked bytes', async () => {
  await using horde = await startStandIn(() => packed(`"${'x'.repeat(40_000_000)}"`));
  const client = createClient({ url: horde.url });
  await assert.rejects(client.heartbeat({ retries: 0 }), {
    name: 'HordeNetworkError',
    message: /more than \d+ bytes/,
  });
});

test('an answer of very many values is not read', async () => {
  await using horde = await startStandIn(() => packed('['.repeat(8_000_000)));
  const client = createClient({ url: horde.url });
  await assert.rejects(client.heartbeat({ retries: 0 }), { message: /too many values/ });
});

test('the sentence of a refusal has a bound', async () => {
  await using horde = await startStandIn(() => ({ status: 400, json: { message: 'x'.repeat(1_000_000) } }));
  const error = await createClient({ url: horde.url })
    .heartbeat()
    .catch((refusal: Error) => refusal);
  assert.equal((error as Error).message.length, 10_000);
});

test('an upload that is led elsewhere has not happened', async () => {
  await using horde = await startStandIn(({ method }) =>
    method === 'PUT' ? { status: 303, headers: { location: '/elsewhere' } } : { status: 200 },
  );
  const upload = createClient({ url: horde.url }).upload(`${horde.url}/x`, new Uint8Array(1));
  await assert.rejects(upload, { name: 'HordeApiError', status: 303 });
  assert.equal(horde.calls.length, 1);
});

test('an address that is none is a fault of the network', async () => {
  const client = createClient({ url: 'http://127.0.0.1:9' });
  for (const address of ['', 'not an address', 'ftp://example.com/x'])
    await assert.rejects(client.upload(address, new Uint8Array(1)), { name: 'HordeNetworkError' });
});

for (const [what, piece] of [
  ['a line', 'x'],
  ['an event', 'data: x\n'],
] as const) {
  test(`${what} of an event stream that never ends is given up`, async () => {
    let sent = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000;
        controller.enqueue(new TextEncoder().encode(piece.repeat(100_000 / piece.length)));
      },
    });
    await assert.rejects(readServerSentEvents(stream).next(), /too long/);
    assert.ok(sent <= 2_000_000);
  });
}
