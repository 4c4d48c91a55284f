import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { PICTURE, PICTURE_BASE64, startTestHorde, type TestHorde, upload } from '@openhorde/testkit';
import sharp from 'sharp';

// What a worker of images is paid for: a picture, which is there, and stays as it was handed in.

const MODEL = 'emoji-64';

interface Job {
  id: string;
  uploadUrl: string;
  requestId: string;
}

/** A requester and a worker's owner, on a separate horde. */
async function studio(environment: Parameters<typeof startTestHorde>[0] = {}) {
  const horde: TestHorde = await startTestHorde(environment);
  const asker = await horde.user({ username: 'asker', kudos: 10_000 });
  const drawer = await horde.user({ username: 'drawer', trusted: true });
  const pop = async () => {
    const offer = {
      name: 'Drawer',
      models: [MODEL],
      max_pixels: 4_194_304,
      bridge_agent: 'AI Horde Worker reGen:13.0.0:x',
    };
    const { status, body } = await horde.call('POST', '/generate/pop', {
      apikey: drawer.apikey,
      body: offer,
    });
    assert.equal(status, 200, JSON.stringify(body));
    return body as { id: string | null; r2_upload: string };
  };
  const kudos = async (user: { id: number; apikey: string }): Promise<number> => {
    const { body } = await horde.call('GET', `/users/${user.id}`, { apikey: user.apikey });
    return (body as { kudos: number }).kudos;
  };
  return {
    horde,
    pop,
    books: async () => [await kudos(asker), await kudos(drawer)],
    /** One image is asked for, and taken. */
    async job(r2 = true): Promise<Job> {
      const body = { prompt: 'a heron', models: [MODEL], r2, params: { width: 512, height: 512 } };
      const asked = await horde.call('POST', '/generate/async', { apikey: asker.apikey, body });
      assert.equal(asked.status, 202, JSON.stringify(asked.body));
      const { id, r2_upload: uploadUrl } = await pop();
      return { id: id!, uploadUrl, requestId: (asked.body as { id: string }).id };
    },
    /** @returns status, and reward or return code */
    async submit(
      { id }: { id: string },
      generation: string,
      fields: object = {},
    ): Promise<[number, string | number]> {
      const body = { id, generation, seed: 1, ...fields };
      const answer = await horde.call('POST', '/generate/submit', { apikey: drawer.apikey, body });
      const { rc, reward } = answer.body as { rc?: string; reward?: number };
      return [answer.status, rc ?? reward!];
    },
    async status({ requestId }: Job) {
      const { body } = await horde.call('GET', `/generate/status/${requestId}`);
      return body as {
        waiting: number;
        processing: number;
        finished: number;
        restarted: number;
        faulted: boolean;
        generations: { img: string }[];
      };
    },
    cancel: ({ requestId }: Job) => horde.call('DELETE', `/generate/status/${requestId}`),
  };
}

const { horde, books, job, submit, status, cancel } = await studio();
after(() => horde.stop());

const picture = sharp({ create: { width: 300, height: 200, channels: 4, background: '#08f8' } });
const webp = await picture.webp().toBuffer();
const png = await picture.png().toBuffer();
const bytesAt = async (address: string) => Buffer.from(await (await fetch(address)).arrayBuffer());

describe('an invalid result', () => {
  /** Pays nobody, is charged to nobody, and the job goes back to the queue. */
  async function assertFault(one: Job, answer: [number, string | number]): Promise<void> {
    assert.deepEqual(answer, [400, 'InvalidResult']);
    const { waiting, processing, finished, restarted } = await status(one);
    assert.deepEqual([waiting, processing, finished, restarted], [1, 0, 0, 1]);
    assert.deepEqual(await submit(one, PICTURE_BASE64), [400, 'AbortedGen'], 'it is given up');
    await cancel(one);
  }

  test('an upload that never came, and one that is no whole picture', async () => {
    const uploads: (Buffer | undefined)[] = [
      undefined,
      Buffer.alloc(0),
      Buffer.from('a picture'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      webp.subarray(0, webp.length / 2),
      webp.subarray(0, 16),
      png.subarray(0, 20),
    ];
    for (const bytes of uploads) {
      const one = await job();
      const before = await books();
      if (bytes) await upload(one.uploadUrl, new Uint8Array(bytes));
      await assertFault(one, await submit(one, 'R2'));
      assert.deepEqual(await books(), before);
    }
  });

  test('text in place of a picture, an address above all', async () => {
    const texts = [
      '',
      'a picture',
      'faulted',
      'r2',
      'http://127.0.0.1/x.webp',
      'https://example.org/x.webp',
      '//example.org/x.webp',
      'javascript:alert(1)',
      `data:text/html;base64,${Buffer.from('<script>').toString('base64')}`,
      `data:image/png;base64,${Buffer.from('<script>').toString('base64')}`,
      Buffer.from('words '.repeat(50)).toString('base64'),
      `${'a'.repeat(64)}\0`,
    ];
    for (const text of texts) {
      const one = await job();
      await assertFault(one, await submit(one, text));
    }
  });

  test('whatever is said of it: censored, too', async () => {
    const one = await job();
    const gen_metadata = [{ type: 'censorship', value: 'csam' }];
    await assertFault(one, await submit(one, 'R2', { state: 'csam', gen_metadata }));
  });
});

describe('a picture', () => {
  test('is shown as it was uploaded, whatever its format', async () => {
    for (const [bytes, type] of [
      [webp, 'image/webp'],
      [png, 'image/png'],
    ] as const) {
      const one = await job();
      await upload(one.uploadUrl, new Uint8Array(bytes));
      assert.equal((await submit(one, 'R2'))[0], 200);
      const { img } = (await status(one)).generations[0]!;
      const { headers } = await fetch(img);
      assert.deepEqual([await bytesAt(img), headers.get('content-type')], [bytes, type]);
    }
  });

  test('of base64, bare or as a data: address, is kept as WebP', async () => {
    const text = png.toString('base64');
    for (const generation of [text, `data:image/png;base64,${text}`, text.replaceAll(/.{76}/g, '$&\r\n')]) {
      const one = await job();
      assert.equal((await submit(one, generation))[0], 200);
      const { format, width } = await sharp(
        await bytesAt((await status(one)).generations[0]!.img),
      ).metadata();
      assert.deepEqual([format, width], ['webp', 300]);
    }
  });

  test('of 20 million characters is taken', async () => {
    const side = 1400;
    const noise = Buffer.alloc(side * side * 4 * 2);
    for (let at = 0; at < noise.length; at += 4)
      noise.writeUInt32LE(Math.imul(at + 1, 2_654_435_761) >>> 0, at);
    const raw = { width: side, height: side, channels: 4 } as const;
    const pixels = new Uint16Array(noise.buffer, noise.byteOffset, noise.length / 2);
    const large = await sharp(pixels, { raw }).toColourspace('rgb16').png({ compressionLevel: 0 }).toBuffer();
    const generation = large.toString('base64');
    assert.ok(generation.length > 20_000_000);
    const one = await job(false);
    assert.equal((await submit(one, generation))[0], 200);
    const shown = Buffer.from((await status(one)).generations[0]!.img, 'base64');
    assert.equal((await sharp(shown).metadata()).width, side);
  });

  test('is kept with the remarks of its worker, and with nothing else', async () => {
    const one = await job();
    const remark = { type: 'lora', value: 'download_failed', ref: '1' };
    const [code] = await submit(one, PICTURE_BASE64, {
      gen_metadata: [{ ...remark, more: 'x'.repeat(1000) }],
    });
    assert.equal(code, 200);
    const { rows } = await horde.horde.db.query('SELECT metadata FROM jobs WHERE id = $1', [one.id]);
    assert.deepEqual(rows, [{ metadata: [remark] }]);
  });

  test('that was handed in is never replaced, by an upload or a second submit', async () => {
    const one = await job();
    await upload(one.uploadUrl, new Uint8Array(webp));
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, () => submit(one, 'R2')),
      submit(one, PICTURE_BASE64),
      upload(one.uploadUrl, new Uint8Array(Buffer.from('a late upload'))).catch(() => {}),
    ]);
    const { img } = (await status(one)).generations[0]!;
    const first = await bytesAt(img);
    const codes = answers.slice(0, 4).map(answer => (answer as [number, unknown])[1]);
    assert.equal(codes.filter(code => typeof code === 'number').length, 1);
    assert.equal(codes.filter(code => code === 'DuplicateGen').length, 3);
    await assert.rejects(upload(one.uploadUrl), /409/);
    assert.deepEqual(await submit(one, PICTURE_BASE64), [400, 'DuplicateGen']);
    assert.deepEqual(await bytesAt(img), first);
    assert.ok((await sharp(first).metadata()).width);
  });
});

test('only a picture is paid when good and bad results of a job come together', async () => {
  const other = await studio();
  try {
    for (let round = 0; round < 10; round++) {
      const one = await other.job();
      await upload(one.uploadUrl, new Uint8Array(Buffer.from('words')));
      const before = await other.books();
      const answers = await Promise.all([
        other.submit(one, 'R2'),
        other.submit(one, PICTURE_BASE64),
        other.submit(one, 'R2'),
      ]);
      const { finished, generations } = await other.status(one);
      assert.equal(answers.filter(([code]) => code === 200).length, finished);
      for (const { img } of generations) assert.ok((await sharp(await bytesAt(img)).metadata()).width);
      if (finished === 0) assert.deepEqual(await other.books(), before);
      await other.cancel(one);
    }
  } finally {
    await other.horde.stop();
  }
});

test('a worker that hands in nothing again and again is suspected, and put into maintenance', async () => {
  const other = await studio();
  try {
    for (let n = 0; n < 21; n++) {
      const one = await other.job();
      assert.deepEqual(await other.submit(one, 'R2'), [400, 'InvalidResult']);
      await other.cancel(one);
    }
    const worker = other.horde.horde.workers.byName('Drawer')!;
    assert.deepEqual([worker.maintenance, worker.suspicions], [true, 1]);
    assert.deepEqual(worker.fulfilments, 0);
  } finally {
    await other.horde.stop();
  }
});

test('a paused worker sees no difference', async () => {
  const other = await studio();
  try {
    await other.pop();
    const worker = other.horde.horde.workers.byName('Drawer')!;
    other.horde.horde.workers.update(worker, { paused: true });
    const decoy = await other.job();
    assert.deepEqual(await other.submit(decoy, 'R2'), [400, 'InvalidResult']);
    const another = await other.job();
    await upload(another.uploadUrl, PICTURE);
    assert.equal((await other.submit(another, 'R2'))[0], 200);
  } finally {
    await other.horde.stop();
  }
});

test('with CHECK_RESULTS=off words are taken, and pictures that are nowhere', async () => {
  const other = await studio({ CHECK_RESULTS: 'off' });
  try {
    for (const [generation, shown] of [
      ['R2', /\/objects\//],
      ['nothing to see\0', /^nothing to see\uFFFD$/],
    ] as const) {
      const one = await other.job();
      assert.equal((await other.submit(one, generation))[0], 200);
      assert.match((await other.status(one)).generations[0]!.img, shown);
    }
    const one = await other.job();
    await upload(one.uploadUrl, new Uint8Array(webp));
    assert.equal((await other.submit(one, 'R2'))[0], 200);
    assert.deepEqual(await bytesAt((await other.status(one)).generations[0]!.img), webp);
  } finally {
    await other.horde.stop();
  }
});
