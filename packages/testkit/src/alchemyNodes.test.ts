import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startTwoNodes, until } from './index.ts';

// Two nodes on one database: the forms of one request are taken in, handed out, delivered and cancelled by any of them.

const { one, two, stop, ...nodes } = await startTwoNodes();
after(stop);

interface Body {
  id: string;
  rc: string;
  state: string;
  forms: { id: string; form: string; state: string }[] | null;
}

const call = (node: { url: string }, method: string, path: string, apikey: string, body?: unknown) =>
  nodes.call<Body>(node, method, `/interrogate${path}`, apikey, body);

const alice = await one.user({ kudos: 1000 });
const bob = await one.user({ trusted: true });
/** A white PNG of 513 × 512 pixels. */
const source_image =
  'iVBORw0KGgoAAAANSUhEUgAAAgEAAAIAAQAAAAAzwYJpAAAAN0lEQVR42u3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAAADArwGEAAABnzVjYgAAAABJRU5ErkJggg==';

const ask = async (node: { url: string }, ...forms: string[]) => {
  const body = { source_image, forms: forms.map(name => ({ name })) };
  return (await call(node, 'POST', '/async', alice.apikey, body)).body.id;
};
/** Until the node has heard of the form. */
const pop = (node: { url: string }, form: string) =>
  until(`${form} is handed out`, async () => {
    const { body } = await call(node, 'POST', '/pop', bob.apikey, { name: 'Roaming', forms: [form] });
    return body.forms?.[0];
  });
const submit = (node: { url: string }, id: string) =>
  call(node, 'POST', '/submit', bob.apikey, { id, result: { caption: 'teal', palette: 'teal' } });
const states = async (node: { url: string }, id: string) => {
  const { body } = await call(node, 'GET', `/status/${id}`, alice.apikey);
  return [body.state, ...body.forms!.map(form => form.state)];
};

test('each node knows at once what the other one did', async () => {
  const id = await ask(one, 'caption', 'nsfw');
  assert.deepEqual(await states(two, id), ['waiting', 'waiting', 'waiting']);
  const form = await pop(two, 'caption');
  assert.deepEqual(await states(one, id), ['processing', 'processing', 'waiting']);
  assert.equal((await submit(one, form.id)).status, 200);
  assert.deepEqual(await states(two, id), ['waiting', 'done', 'waiting']);
  assert.equal((await submit(two, form.id)).body.rc, 'DuplicateGen');
});

test('a form that one node handed out is cancelled and paid by the other one', async () => {
  const id = await ask(one, 'palette', 'describe');
  const form = await pop(two, 'palette');
  const { body } = await call(one, 'DELETE', `/status/${id}`, alice.apikey);
  assert.deepEqual(
    [body.state, ...body.forms!.map(each => each.state)],
    ['partial', 'cancelled', 'cancelled'],
  );
  assert.equal((await submit(two, form.id)).body.rc, 'DuplicateGen');
  const { rows } = await one.horde.db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM kudos_events e JOIN jobs j ON e.event_id = 'settle:' || j.id
     JOIN requests r ON r.id = j.request_id WHERE r.parent_id = $1`,
    [id],
  );
  assert.equal(rows[0]!.count, 1);
});

test('a form is handed out once, whichever nodes are asked', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => ask(i % 2 ? one : two, 'aesthetic')));
  await until('both have heard of all', async () =>
    [one, two].every(
      node =>
        [...node.horde.kinds.get('interrogation')!.board.entries()].filter(
          entry => entry.parentId !== null && ids.includes(entry.parentId),
        ).length === ids.length,
    ),
  );
  const pops = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      call(i % 2 ? one : two, 'POST', '/pop', bob.apikey, {
        name: `Twin ${i % 3}`,
        forms: ['aesthetic'],
        amount: 5,
      }),
    ),
  );
  const taken = pops.flatMap(({ body }) => body.forms ?? []).map(form => form.id);
  assert.equal(taken.length, 20);
  assert.equal(new Set(taken).size, 20);
});
