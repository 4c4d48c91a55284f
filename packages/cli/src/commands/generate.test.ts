import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startTestHorde, type TestHorde, type TestUser, until } from '@openhorde/testkit';
import sharp from 'sharp';
import { problemsOf } from '../problems.ts';
import { run } from '../run.fixture.ts';

// `openhorde generate` against a node, with a worker of the test's own.

let horde: TestHorde;
let ada: TestUser;
let folder: string;
let webp: Buffer;

before(async () => {
  horde = await startTestHorde();
  ada = await horde.user({ username: 'Tom & Ann', kudos: 1000, trusted: true });
  folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-generate-'));
  webp = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .webp()
    .toBuffer();
});

after(async () => {
  await horde.stop();
  await rm(folder, { recursive: true, force: true });
});

const file = (name: string) => path.join(folder, name);
const generate = (...words: string[]) =>
  run('generate', 'a heron', '--url', horde.url, '--apikey', ada.apikey, ...words);

interface Job {
  id: string | null;
  ids: string[];
}

async function pop(fields: object = {}): Promise<Job> {
  const { status, body } = await horde.call('POST', '/generate/pop', {
    apikey: ada.apikey,
    body: {
      name: 'Lamp <3',
      models: ['stable_diffusion'],
      max_pixels: 512 * 512,
      amount: 4,
      bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
      ...fields,
    },
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** A command's words, while a worker takes job after job and hands its pictures in. */
async function served(command: Promise<string>, fields?: object): Promise<string> {
  const over = { yet: false };
  const end = () => {
    over.yet = true;
  };
  command.then(end, end);
  await until('the command is over', async () => {
    if (over.yet) return true;
    for (const id of (await pop(fields)).ids) {
      const body = { id, generation: webp.toString('base64'), state: 'ok', seed: 7 };
      const { status } = await horde.call('POST', '/generate/submit', { apikey: ada.apikey, body });
      assert.equal(status, 200);
    }
    return false;
  });
  return command;
}

test('with no worker there and no model named it says so', () =>
  assert.rejects(generate('-o', file('x.webp')), { name: 'Complaint', message: /No worker offers a model/ }));

test('without a model it takes the one that is offered and says which; the ending says the format', async () => {
  await pop();
  await until('the model is listed', async () => {
    const { body } = await horde.call('GET', '/status/models');
    return (body as unknown[]).length > 0;
  });
  for (const [name, format] of [
    ['heron.png', 'png'],
    ['heron.jpg', 'jpeg'],
    ['heron.webp', 'webp'],
  ] as const) {
    const printed = await served(generate('-o', file(name)));
    assert.match(printed, /the model is stable_diffusion/);
    assert.match(printed, /seed 7, stable_diffusion, by Lamp <3$/);
    assert.equal((await sharp(file(name)).metadata()).format, format);
  }
});

test('several pictures are numbered', async () => {
  await served(generate('-o', file('two.png'), '-n', '2', '-m', 'stable_diffusion'));
  assert.ok((await readdir(folder)).includes('two-1.png') && (await readdir(folder)).includes('two-2.png'));
});

test('--force alone replaces existing files, and a file that cannot be written is told before anything is sent', async () => {
  await writeFile(file('mine.webp'), 'mine');
  await writeFile(file('three-2.png'), 'mine');
  const refused = [
    [['-o', file('mine.webp')], /mine\.webp is there already.*--force/],
    [['-o', file('three.png'), '-n', '3'], /three-2\.png is there already/],
    [['-o', file('heron.gif')], /should end in one of \.webp, \.png, \.jpg, \.jpeg/],
    [['-o', file('heron')], /should end in/],
  ] as const;
  for (const [words, message] of refused)
    await assert.rejects(generate(...words), { name: 'Complaint', message });
  await assert.rejects(generate('-o', path.join(file('mine.webp'), 'x.png')), error => {
    assert.match(problemsOf(error)[0]!, /A file is in the way of /);
    return true;
  });
  assert.equal((await pop()).id, null, 'nothing was asked for');
  await served(generate('-o', file('mine.webp'), '--force'));
  assert.equal((await sharp(await readFile(file('mine.webp'))).metadata()).format, 'webp');
});

test('a refusal is told with each field', () =>
  assert.rejects(generate('-o', file('x.png'), '--steps', '9999', '-m', 'stable_diffusion'), error => {
    const [, ...fields] = problemsOf(error);
    assert.ok(
      fields.some(line => /steps.*: .*500/.test(line)),
      JSON.stringify(fields),
    );
    return true;
  }));

test('it tells why no worker takes a request, and what would help', async () => {
  await pop();
  const command = generate('-o', file('large.png'), '-s', '1024x1024', '-m', 'stable_diffusion');
  await until('it waits', async () => {
    const { body } = await horde.call('GET', '/status/performance');
    return (body as { queued_requests: number }).queued_requests > 0;
  });
  const printed = await served(command, { max_pixels: 1024 * 1024 });
  assert.match(printed, /no available workers/i);
  assert.match(printed, /Somebody would take it with this change: .*params\.width \d+/);
});
