import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryHeaders, keyOf, printedKey } from './sign.ts';

test('the example of the Standard Webhooks libraries is signed as they sign it', () => {
  const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const headers = deliveryHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_999, '{"test": 2432232314}', [
    key,
  ]);
  assert.deepEqual(headers, {
    'content-type': 'application/json',
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
  assert.equal(printedKey(key), 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
});

test('several keys sign side by side, and without a key nothing is signed', () => {
  const [one, two] = [keyOf(Buffer.from('server'), 1, 'a'), keyOf(Buffer.from('server'), 1, 'b')];
  const signatureOf = (...keys: Buffer[]) => deliveryHeaders('id', 0, '{}', keys)['webhook-signature'];
  assert.equal(signatureOf(one, two), `${signatureOf(one)} ${signatureOf(two)}`);
  assert.equal(signatureOf(), undefined);
});

test('every account, nonce and server has a key of its own, of 32 bytes', () => {
  const keys = [
    keyOf(Buffer.from('server'), 1, 'a'),
    keyOf(Buffer.from('server'), 2, 'a'),
    keyOf(Buffer.from('server'), 1, 'b'),
    keyOf(Buffer.from('another'), 1, 'a'),
  ];
  assert.equal(new Set(keys.map(key => key.toString('hex'))).size, 4);
  for (const key of keys) assert.equal(key.length, 32);
});
