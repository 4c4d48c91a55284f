import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forbiddenAddressIn } from '@openhorde/outbound';
import { createGuardedFetch } from './guardedFetch.ts';
import { startHorde } from './testing/standInHorde.ts';

test('the origin of the horde may be visited wherever it is; nothing else that is not on the public internet', async () => {
  await using horde = await startHorde();
  await using other = await startHorde();
  horde.sources.set('x', Buffer.from('picture'));
  other.sources.set('x', Buffer.from('picture'));
  const guard = createGuardedFetch(`${horde.url()}/api/`);
  const forbidden = (address: string) =>
    assert.rejects(
      guard.fetch(address),
      error => forbiddenAddressIn(error) !== undefined,
      `${address} was visited`,
    );
  const answer = await guard.fetch(`${horde.url()}/source/x`);
  assert.equal(await answer.text(), 'picture');
  // Another port of the same machine is another origin.
  await forbidden(`${other.url()}/source/x`);
  await forbidden(horde.url().replace('127.0.0.1', 'localhost'));
  for (const host of [
    '10.0.0.1',
    '169.254.169.254',
    '192.168.1.1',
    '[::1]',
    '[fd00::1]',
    '0x7f.1',
    '2130706433',
  ])
    await forbidden(`http://${host}/`);
  await forbidden('data:text/plain,x');
  await forbidden('file:///etc/passwd');
  horde.mishap('source', { status: 302, headers: { location: `${other.url()}/source/x` } });
  await forbidden(`${horde.url()}/source/y`);
  await guard.close();
});
