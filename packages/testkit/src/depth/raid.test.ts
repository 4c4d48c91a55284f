import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { STORIES } from '../stories/playFile.ts';
import { startTestHorde, type TestUser } from '../testHorde.ts';
import { ask, askAnyway, dreamer, loopbackHides } from './play.ts';

// A raid, from behind addresses that hide the caller, and after it.

const horde = await startTestHorde({
  IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
  UNSAFE_NETWORKS: await loopbackHides(),
});
after(() => horde.stop());

const [raider, regular, moderator] = [
  await horde.user({ username: 'raider', kudos: 1_000 }),
  await horde.user({ username: 'regular', kudos: 1_000, trusted: true }),
  await horde.user({ username: 'moderator', moderator: true }),
];
const raid = async (on: boolean) => {
  const { status } = await horde.call('PUT', '/status/modes', {
    apikey: moderator.apikey,
    body: { raid_mode: on },
  });
  assert.equal(status, 200);
};
const refusal = async (user: TestUser) => (await askAnyway(horde, user, { models: ['Deliberate'] })).body.rc;

test('in a raid strangers ask for nothing from hidden addresses, their workers are let in and suspected', async () => {
  await ask(horde, raider, { models: ['Deliberate'] });
  await raid(true);
  assert.equal(await refusal(raider), 'UntrustedUnsafeIP');
  const { message } = await ask(horde, regular, { models: ['Never heard of'] });
  assert.equal(message, undefined, 'no requester is told what the horde cannot do');
  await dreamer(horde, raider, { name: 'let in' }).pop();
  const suspected = async () => {
    const { body } = await horde.call('GET', '/workers/name/let%20in', { apikey: moderator.apikey });
    return (body as { suspicious: number }).suspicious;
  };
  assert.equal(await suspected(), 1);
});

test('after it all is as before', async () => {
  await raid(false);
  assert.equal(await refusal(raider), undefined);
  const { status, body } = await horde.call('POST', '/generate/pop', {
    apikey: raider.apikey,
    body: { name: 'kept out', models: ['Deliberate'], bridge_agent: 'x:1:y' },
  });
  assert.deepEqual([status, (body as { rc: string }).rc], [403, 'UnsafeIP']);
});
