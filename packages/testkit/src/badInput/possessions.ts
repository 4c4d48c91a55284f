import assert from 'node:assert/strict';
import type { Route } from '@openhorde/contract';
import type { TestHorde, TestUser } from '../testHorde.ts';

/** What an account may have beside work: name of the path parameter -> value. */
export type Possessions = Record<string, string>;

/** Makes one of everything that an account can have, as far as its routes are open. */
export async function ownPossessions(
  horde: TestHorde,
  owner: TestUser,
  routes: readonly Route[],
): Promise<Possessions> {
  const mine: Possessions = {};
  const isOpen = (method: string, path: string) =>
    routes.some(route => route.method === method && route.path === `/v2${path}`);

  async function make(method: string, path: string, body: unknown, names: Record<string, string>) {
    const pattern = path.replace(mine.style_id ?? '\0', '{style_id}');
    if (!isOpen(method, pattern)) return;
    const answer = await horde.call(method, path, { apikey: owner.apikey, body });
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    const made = answer.body as Record<string, unknown>;
    for (const [parameter, field] of Object.entries(names)) mine[parameter] = String(made[field]);
  }

  await make('PUT', '/sharedkeys', { kudos: 5000, name: 'for a friend' }, { sharedkey_id: 'id' });
  await make('POST', '/keys', { scope: 'read', label: 'to look' }, { key_id: 'id' });
  const style = { prompt: '{p}{np}', models: ['Deliberate'] };
  await make('POST', '/styles/text', { ...style, name: 'a tone', prompt: '{p}' }, { text_style_id: 'id' });
  await make('POST', '/styles/image', { ...style, name: 'a look' }, { style_id: 'id' });
  const example = { url: 'https://example.com/one.webp', primary: true };
  await make('POST', `/styles/image/${mine.style_id}/example`, example, { example_id: 'id' });
  await make(
    'POST',
    '/collections',
    { name: 'some looks', styles: [mine.style_id] },
    { collection_id: 'id' },
  );
  await make('POST', '/teams', { name: "the owner's team" }, { team_id: 'id' });
  const { body } = await horde.call('GET', `/workers/name/${encodeURIComponent("the owner's dreamer")}`);
  const message = { message: 'hello', worker_id: (body as { id: string }).id };
  await make('POST', '/workers/messages', message, { message_id: 'id' });
  return {
    ...mine,
    style_name: 'a look',
    collection_name: 'some looks',
    filter_id: '1',
    ipaddr: '203.0.113.9',
  };
}
