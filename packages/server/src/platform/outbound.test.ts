import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ResolvedAddress } from '@openhorde/outbound';
import { createOutboundFetch, type OutboundOptions } from './outbound.ts';
import { OutboundError, type OutboundReason } from './outboundError.ts';

const limits: OutboundOptions = { timeoutMs: 5_000, sizeBytesMax: 1_000 };

/** A resolver for tests: what each name answers, call by call; the last answer stays. */
function resolver(names: Record<string, string[][]>) {
  return async (hostname: string): Promise<ResolvedAddress[]> => {
    const answers = names[hostname] ?? [];
    const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? [];
    return addresses.map(address => ({ address, family: net.isIP(address) }));
  };
}

const connections: string[] = [];
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  server.on('connection', socket => connections.push(String(socket.localPort)));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const port = await serve((request, response) => {
  const url = new URL(request.url ?? '/', 'http://x');
  const to = url.searchParams.get('to');
  if (to !== null) response.writeHead(302, { location: to }).end('moved');
  else if (url.pathname === '/large')
    response.writeHead(200, { 'content-length': '1001' }).end(Buffer.alloc(1001));
  else if (url.pathname === '/gzip')
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(900_000)));
  else if (url.pathname === '/hang') response.write('a bit');
  else if (url.pathname === '/silent') request.resume();
  else if (url.pathname === '/endless') endless(response);
  else response.setHeader('x-seen', JSON.stringify(request.headers)).end('hello');
});

function endless(response: {
  write(chunk: Buffer): boolean;
  once(event: string, listener: () => void): void;
  destroyed: boolean;
}) {
  while (!response.destroyed && response.write(Buffer.alloc(500)));
  if (!response.destroyed) response.once('drain', () => endless(response));
}

/** Names that lead nowhere fail soon. */
const lookupMs = 50;
const guarded = createOutboundFetch({
  lookupMs,
  resolve: resolver({
    'private.test': [['10.0.0.1']],
    'local.test': [['127.0.0.1']],
    'mixed.test': [['8.8.8.8', '127.0.0.1']],
    'mapped.test': [['::ffff:127.0.0.1']],
    'none.test': [[]],
  }),
});
const open = createOutboundFetch({
  allowLoopback: true,
  lookupMs,
  resolve: resolver({
    'here.test': [['127.0.0.1']],
    // Answers well when asked first, and with a private address when asked again.
    'rebinding.test': [['127.0.0.1'], ['10.0.0.1']],
  }),
});
after(() => Promise.all([guarded.close(), open.close()]));

async function rejects(work: Promise<unknown>, reason: OutboundReason, about: string): Promise<void> {
  await assert.rejects(work, error => error instanceof OutboundError && error.reason === reason, about);
}

for (const host of [
  '127.0.0.1',
  '2130706433',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '127.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:8.8.8.8]',
  '[::7f00:1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[2001::1]',
  '[2001:db8::1]',
  '[4000::1]',
  'private.test',
  'local.test',
  'mixed.test',
  'mapped.test',
]) {
  test(`no connection is made to ${host}`, async () => {
    const before = connections.length;
    const reason = host.endsWith('.test') ? 'name' : 'address';
    await rejects(guarded.fetch(`http://${host}:${port}/`, limits), reason, host);
    assert.equal(connections.length, before);
  });
}

test('addresses that are none, or not of the web, are refused before anything else', async () => {
  for (const [url, reason] of [
    ['', 'address'],
    ['not an address', 'address'],
    ['http://', 'address'],
    ['ftp://example.com/', 'protocol'],
    ['file:///etc/passwd', 'protocol'],
    ['data:text/plain,x', 'protocol'],
    ['http://user:password@example.com/', 'credentials'],
    ['http://user@example.com/', 'credentials'],
    ['http://example.com:22/', 'port'],
    ['http://example.com:0/', 'port'],
    ['https://example.com:25/', 'port'],
  ] as const) {
    await rejects(guarded.fetch(url, limits), reason, url);
  }
  await rejects(guarded.fetch('http://none.test/', limits), 'name', 'a name without addresses');
  await rejects(
    open.fetch(`http://here.test:${port}`, { ...limits, protocols: ['https:'] }),
    'protocol',
    'https only',
  );
});

test('the allowance for tests lets loopback in, and nothing else', async () => {
  const answer = await open.fetch(`http://here.test:${port}/`, limits);
  assert.deepEqual([answer.status, String(answer.body)], [200, 'hello']);
  await rejects(open.fetch('http://10.0.0.1/', limits), 'address', 'private');
});

test('each connection checks the address that it uses: a name that changes its answer gains nothing', async () => {
  const rebinding = `http://rebinding.test:${port}/?to=http://rebinding.test:${port + 1}/`;
  await rejects(open.fetch(rebinding, limits), 'name', 'second answer');
});

test('what keeps a name from leading anywhere is told by neither words nor time', async t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answers: Record<string, () => Promise<ResolvedAddress[]>> = {
    'inner.test': async () => [{ address: '10.0.0.1', family: 4 }],
    'mixed.test': async () => ['8.8.8.8', '10.0.0.1'].map(address => ({ address, family: 4 })),
    'none.test': async () => [],
    'unknown.test': () => Promise.reject(new Error('getaddrinfo ENOTFOUND unknown.test')),
    'slow.test': () => new Promise(() => {}),
  };
  const names = Object.keys(answers);
  let asked = 0;
  const curious = createOutboundFetch({
    resolve: name => {
      asked += 1;
      return answers[name]!();
    },
  });
  const told: unknown[] = [];
  for (const name of names) {
    curious
      .fetch(`http://${name}/`, { ...limits, timeoutMs: 60_000 })
      .catch(error => told.push([error.reason, error.message.replace(name, 'the name')]));
  }
  const turns = async (done: () => boolean = () => false) => {
    for (let turn = 0; turn < 100 && !done(); turn++) await new Promise(resolve => setImmediate(resolve));
  };
  while (asked < names.length) await turns(() => asked === names.length);
  t.mock.timers.tick(1_499);
  await turns();
  assert.deepEqual(told, []);
  t.mock.timers.tick(1);
  await turns(() => told.length === names.length);
  assert.deepEqual(
    told,
    names.map(() => ['name', 'the name leads nowhere on the public internet']),
  );
  await curious.close();
});

test('a redirect meets the same checks', async () => {
  const via = (to: string) => open.fetch(`http://here.test:${port}/?to=${encodeURIComponent(to)}`, limits);
  await rejects(via('http://10.0.0.1/'), 'address', 'private');
  await rejects(via('http://169.254.169.254/latest/meta-data'), 'address', 'metadata');
  await rejects(via('file:///etc/passwd'), 'protocol', 'file');
  await rejects(via('http://a:b@here.test/'), 'credentials', 'credentials');
  await rejects(via('http://here.test:22/'), 'port', 'ssh');
});

test('redirects are followed three times, relative ones too, and a POST is not redirected', async () => {
  const chain = (hops: number): string =>
    hops === 0 ? '/end' : `/?to=${encodeURIComponent(chain(hops - 1))}`;
  const answer = await open.fetch(`http://here.test:${port}${chain(3)}`, limits);
  assert.equal(answer.url, `http://here.test:${port}/end`);
  await rejects(open.fetch(`http://here.test:${port}${chain(4)}`, limits), 'redirects', 'four');
  const posted = await open.fetch(`http://here.test:${port}${chain(1)}`, {
    ...limits,
    method: 'POST',
    body: 'x',
  });
  assert.equal(posted.status, 302);
});

test('headers of the caller stay with the address they were meant for', async () => {
  const options = { ...limits, headers: { authorization: 'secret' } };
  const seen = async (url: string) => String((await open.fetch(url, options)).headers['x-seen']);
  assert.match(await seen(`http://here.test:${port}/`), /secret/);
  assert.doesNotMatch(await seen(`http://here.test:${port}/?to=/end`), /secret/);
});

test('more bytes than allowed are not read, declared or not, and nothing is unpacked', async () => {
  await rejects(open.fetch(`http://here.test:${port}/large`, limits), 'too large', 'declared');
  await rejects(open.fetch(`http://here.test:${port}/endless`, limits), 'too large', 'endless');
  const packed = await open.fetch(`http://here.test:${port}/gzip`, limits);
  assert.ok(packed.body.length < 1_000);
});

test('the time limit holds for everything together', async () => {
  for (const path of ['/silent', '/hang']) {
    await rejects(
      open.fetch(`http://here.test:${port}${path}`, { ...limits, timeoutMs: 50 }),
      'timeout',
      path,
    );
  }
  const never = createOutboundFetch({ resolve: () => new Promise(() => {}), lookupMs: 500 });
  await rejects(never.fetch('http://slow.test/', { ...limits, timeoutMs: 50 }), 'timeout', 'resolver');
  await never.close();
});

test('a caller that only wants the status does not wait for a body, and takes no more of it than allowed', async () => {
  for (const path of ['/hang', '/endless', '/large']) {
    const options = { ...limits, method: 'POST', ignoreBody: true } as const;
    const { status, body } = await open.fetch(`http://here.test:${port}${path}`, options);
    assert.deepEqual([status, body.length], [200, 0], path);
  }
});

test('a caller that has no more use for the answer can say so', async () => {
  const abort = new AbortController();
  const fetching = open.fetch(`http://here.test:${port}/hang`, { ...limits, signal: abort.signal });
  abort.abort();
  await rejects(fetching, 'network', 'aborted');
});
