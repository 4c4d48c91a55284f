import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { ratingHorde } from './ratingHorde.fixture.ts';

let behave: (request: IncomingMessage, response: ServerResponse) => void = () => {};
const seen: { url: string | undefined; body: string }[] = [];
const service = createServer((request, response) => {
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    seen.push({ url: request.url, body });
    behave(request, response);
  });
}).listen(0, '127.0.0.1');
await once(service, 'listening');
const address = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
const play = await ratingHorde({ RATINGS: address });
after(async () => {
  await play.stop();
  service.closeAllConnections();
  service.close();
});

const answering = (status: number, text: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status).end(text);
};

test('a ratings service elsewhere is told, and what it says becomes a return code', async () => {
  const request = await play.ask(2);
  const [one, two] = await play.draw(2);
  const before = await play.kudos(play.asker);
  const rate = async () => {
    const { body } = await play.rateSet(request, { ratings: [{ id: one, rating: 9, artifacts: 2 }] });
    return body.rc ?? body.reward;
  };
  behave = answering(403, '{"message":"rated"}');
  assert.equal(await rate(), 'AestheticsAlreadyExist');
  behave = answering(500, '{"message":"out of paper"}');
  const { body } = await play.rateSet(request, { best: two });
  assert.deepEqual(body, { message: 'The ratings service says: out of paper', rc: 'AestheticsServerError' });
  behave = answering(502, '<html>');
  assert.equal(await rate(), 'AestheticsServerRejected');
  behave = ({ socket }) => socket.destroy();
  assert.equal(await rate(), 'InvalidAestheticAttempt');
  behave = () => {};
  assert.equal(await rate(), 'AestheticsServerTimeout');
  assert.equal(await play.kudos(play.asker), before, 'nothing was paid');

  behave = answering(201, '{}');
  assert.equal(await rate(), 10);
  const { url, body: text } = seen.at(-1)!;
  const { user, ...set } = JSON.parse(text);
  assert.equal(url, '/api/v1/rating/set');
  assert.deepEqual(set, {
    set: request,
    all_set_ids: [one, two],
    client_agent: 'unknown:0:unknown',
    ratings: [{ id: one, rating: 9, artifacts: 2 }],
    best: one,
  });
  assert.equal(user.username, play.asker.alias);
  assert.deepEqual(Object.keys(user).sort(), [
    'account_age',
    'ipaddr',
    'kudos',
    'kudos_accumulated',
    'trusted',
    'username',
  ]);

  const other = await play.ask(2);
  const [three] = await play.draw(2);
  service.closeAllConnections();
  await new Promise(resolve => service.close(resolve));
  assert.equal((await play.rateSet(other, { best: three })).body.rc, 'AestheticsServerDown');
});

test('a horde whose ratings are elsewhere hands no images out', async () => {
  for (const where of ['/rating/new', '/ratings/challenge'])
    assert.equal((await play.call('GET', where, play.asker)).body.rc, 'RatingsClosed');
  assert.equal((await play.call('GET', '/datasets')).body.rc, 'RatingsClosed');
});

test('without ratings nothing is taken', async () => {
  const closed = await ratingHorde({ RATINGS: 'off' });
  const request = await closed.ask(2);
  const [one] = await closed.draw(2);
  assert.equal((await closed.rateSet(request, { best: one })).body.rc, 'AestheticsServerDown');
  await closed.stop();
});
