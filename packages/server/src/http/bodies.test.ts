import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { BodyLimits } from './bodies.ts';
import { doorOf } from './door.ts';
import { mount } from './mount.ts';
import { type DoorSettings, testDoor } from './testing/testDoor.ts';

const MEGABYTE = 1024 * 1024;
const LARGE = 31 * MEGABYTE;

const apps: FastifyInstance[] = [];
after(() => Promise.all(apps.map(app => app.close())));

/** A door that listens, with a route for pictures, one for small bodies, and one that is never done. */
async function listen(bodies: Partial<BodyLimits> = {}, settings: DoorSettings = {}) {
  const { app } = testDoor(
    app => {
      mount(app, routes.imageAsync, async call => ({ kudos: (await call.principal()).id }));
      mount(app, routes.imagePop, async call => ({ id: (await call.principal()).alias }));
      mount(app, routes.heartbeat, () => ({ message: 'OK' as const }));
      app.post('/held', { bodyLimit: LARGE }, () => new Promise(() => {}));
    },
    { ...settings, config: { bodies } },
  );
  apps.push(app);
  await app.listen({ port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { app, port, bodies: doorOf(app).bodies };
}

/** A connection that has sent its headers and waits for what the test wants it to send. */
class Sender {
  readonly #socket: net.Socket;
  #text = '';
  readonly closed: Promise<void>;

  constructor(port: number, path: string, headers: Record<string, string | number>) {
    this.#socket = net.connect(port, '127.0.0.1');
    this.#socket.setEncoding('utf8').on('data', chunk => {
      this.#text += chunk;
      this.#socket.emit('more');
    });
    this.#socket.on('error', () => {});
    this.closed = new Promise(resolve => this.#socket.once('close', () => resolve()));
    const lines = Object.entries({ host: 'here', 'content-type': 'application/json', ...headers });
    this.#socket.write(`POST ${path} HTTP/1.1\r\n${lines.map(line => line.join(': ')).join('\r\n')}\r\n\r\n`);
  }

  /** Resolves when the bytes have left. */
  send(bytes: string | Buffer): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#socket.write(bytes, error => (error ? reject(error) : resolve())),
    );
  }

  /** The whole answer: status, headers and body. */
  async answer(): Promise<{ status: number; text: string }> {
    for (;;) {
      const [head, body] = this.#text.split('\r\n\r\n', 2) as [string, string?];
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (body !== undefined && Buffer.byteLength(body) >= length)
        return { status: Number(head.split(' ')[1]), text: this.#text };
      if (this.#socket.closed) throw new Error(`closed after ${JSON.stringify(this.#text)}`);
      await new Promise<void>(resolve => {
        this.#socket.once('more', resolve).once('close', resolve);
      });
    }
  }

  end(): void {
    this.#socket.destroy();
  }
}

const ASYNC = '/api/v2/generate/async';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}

test('a caller that may not call a route is told before a large body is read; bytes that still come are not kept', async () => {
  const { port, bodies } = await listen();
  const senders = Array.from(
    { length: 60 },
    (_, i) => new Sender(port, ASYNC, { apikey: `made-up-${i}`, 'content-length': LARGE }),
  );
  for (const sender of senders) assert.equal((await sender.answer()).status, 401);
  let most = 0;
  const piece = Buffer.alloc(MEGABYTE, ' ');
  for (let i = 0; i < 30; i++) {
    await senders[i % 3]!.send(piece);
    most = Math.max(most, bodies.heldBytes);
  }
  assert.equal(most, 0);
  for (const sender of senders) sender.end();
});

test('a large body without a key, without a length, or from an address in time-out is not read either', async () => {
  const { port } = await listen(
    {},
    {
      assertWelcome: ip => {
        if (ip === '203.0.113.9') throw Object.assign(new Error('in time-out'), { statusCode: 403 });
      },
      isSharedKey: async key => key === 'shared',
    },
  );
  const status = async (headers: Record<string, string | number>) => {
    const sender = new Sender(port, ASYNC, headers);
    const { status } = await sender.answer();
    sender.end();
    return status;
  };
  assert.equal(await status({ 'content-length': LARGE }), 400);
  assert.equal(await status({ 'transfer-encoding': 'chunked', apikey: 'nobody' }), 401);
  const timedOut = { 'x-forwarded-for': '203.0.113.9', 'content-length': LARGE };
  assert.equal(await status({ ...timedOut, apikey: 'alice' }), 403);
  assert.equal(await status({ ...timedOut, apikey: 'shared' }), 403);
});

test('with a small body the form is looked at first, as ever', async () => {
  const { port } = await listen();
  const sender = new Sender(port, ASYNC, { apikey: 'nobody', 'content-length': 2 });
  await sender.send('{}');
  assert.equal((await sender.answer()).status, 400);
  sender.end();
});

test('beyond the ceiling of the node a body is let go with a 503 that is heard, on any route', async () => {
  const { port, bodies } = await listen({ bytesMax: 6 * MEGABYTE });
  const from = (ip: string) => ({ 'x-forwarded-for': ip });
  const held = await Promise.all(
    ['203.0.113.1', '203.0.113.2'].map(async ip => {
      const sender = new Sender(port, '/held', { ...from(ip), 'content-length': LARGE });
      await sender.send(Buffer.alloc(3 * MEGABYTE));
      return sender;
    }),
  );
  await until(() => bodies.heldBytes === 6 * MEGABYTE);
  for (const path of [ASYNC, '/api/v2/generate/pop', '/held', '/nowhere']) {
    const late = new Sender(port, path, {
      ...from('203.0.113.3'),
      apikey: 'alice',
      'content-length': 100_000,
    });
    await late.send(Buffer.alloc(50_000, ' '));
    const { status, text } = await late.answer();
    assert.equal(status, 503, path);
    assert.match(text, /^retry-after: 5\r$/im);
    assert.match(text, /"rc":"ServerBusy"/);
    // The rest is read to its end, and the connection is good for the next call.
    await late.send(Buffer.alloc(50_000, ' '));
    await late.send('GET /api/v2/status/heartbeat HTTP/1.1\r\nhost: here\r\n\r\n');
    late.end();
  }
  for (const sender of held) sender.end();
  await until(() => bodies.heldBytes === 0);
  const free = new Sender(port, ASYNC, { apikey: 'alice', 'content-length': 100_000 });
  await free.send(`{"prompt":"heron"}${' '.repeat(100_000 - 18)}`);
  assert.equal((await free.answer()).status, 200);
  await until(() => bodies.heldBytes === 0);
  free.end();
});

test('one address holds half of the ceiling at most, an IPv6 household counting as one', async () => {
  const { port, bodies } = await listen({ bytesMax: 4 * MEGABYTE });
  const from = (ip: string) => new Sender(port, '/held', { 'x-forwarded-for': ip, 'content-length': LARGE });
  const first = from('2001:db8::1');
  await first.send(Buffer.alloc(2 * MEGABYTE));
  await until(() => bodies.heldBytes === 2 * MEGABYTE);
  const second = from('2001:db8::2');
  await second.send(Buffer.alloc(MEGABYTE));
  assert.equal((await second.answer()).status, 503);
  const other = from('2001:db8:0:1::1');
  await other.send(Buffer.alloc(MEGABYTE));
  await until(() => bodies.heldBytes === 3 * MEGABYTE);
  for (const sender of [first, second, other]) sender.end();
  await until(() => bodies.heldBytes === 0);
});

test('a body that does not move is dropped, one that moves is not, whatever was answered', async () => {
  const { port, bodies } = await listen({ looksMax: 5, lookMs: 20 });
  const stuck = new Sender(port, ASYNC, { apikey: 'alice', 'content-length': LARGE });
  const refused = new Sender(port, ASYNC, { apikey: 'nobody', 'content-length': LARGE });
  const moving = new Sender(port, ASYNC, { apikey: 'alice', 'transfer-encoding': 'chunked' });
  await stuck.send('{"prompt":');
  let areDropped = false;
  const dropped = Promise.all([stuck.closed, refused.closed]).then(() => {
    areDropped = true;
  });
  await moving.send('12\r\n{"prompt":"heron"}\r\n');
  while (!areDropped) {
    await moving.send(`4000\r\n${' '.repeat(0x4000)}\r\n`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  await moving.send('0\r\n\r\n');
  assert.equal((await moving.answer()).status, 200);
  await dropped;
  const { status, text } = await stuck.answer();
  assert.equal(status, 408);
  assert.match(text, /^connection: close\r$/im);
  moving.end();
  await until(() => bodies.coming === 0 && bodies.heldBytes === 0);
});

test('a call whose body is complete waits for its answer as long as it likes', async () => {
  const { port, bodies } = await listen({ looksMax: 1, lookMs: 1 });
  const sender = new Sender(port, '/held', { 'content-length': 5 });
  await sender.send('hello');
  await until(() => bodies.heldBytes === 5 && bodies.coming === 0);
  sender.end();
  await until(() => bodies.heldBytes === 0);
});
