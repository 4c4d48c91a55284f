import assert from 'node:assert/strict';
import type { ImageToRate, RatingChallenge } from '@openhorde/contract';
import { startTestHorde, type TestHorde, type TestUser } from '@openhorde/testkit';
import sharp from 'sharp';
import type { Environment } from '../../app/env.ts';
import { world } from '../../platform/world.ts';
import { workOf } from './index.ts';

// A horde that shares images, whose clock can be moved; a requester, a worker's owner, a rater.

const REGEN = 'AI Horde Worker reGen:13.0.0:https://example.org';

export interface Answer {
  status: number;
  // Tests look into answers of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose shape the test states
  body: any;
}

export async function ratingHorde(environment: Environment = {}) {
  let shiftMs = 0;
  const shifted = { ...world, now: () => world.now() + shiftMs };
  const horde: TestHorde = await startTestHorde({ SHARING: 'on', ...environment }, { world: shifted });
  const asker = await horde.user({ username: 'asker', kudos: 10_000 });
  const drawer = await horde.user({ username: 'drawer', trusted: true });
  const moderator = await horde.user({ username: 'moderator', moderator: true });
  const picture = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

  const call = (method: string, path: string, user?: TestUser, body?: unknown): Promise<Answer> =>
    horde.call(method, path, {
      ...(user && { apikey: user.apikey }),
      ...(body !== undefined && { body }),
    });

  const good = async (method: string, path: string, user?: TestUser, body?: unknown) => {
    const answer = await call(method, path, user, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };

  const pop = (amount: number) =>
    good('POST', '/generate/pop', drawer, {
      name: 'Drawer',
      bridge_agent: REGEN,
      models: ['Deliberate'],
      max_pixels: 1024 ** 2,
      amount,
    });

  return {
    horde,
    call,
    good,
    asker,
    drawer,
    moderator,
    /** Time goes on. */
    advance: (ms: number) => {
      shiftMs += ms;
    },
    /** Asks for images, without making them. */
    ask: async (n: number, fields: object = {}, user = asker): Promise<string> => {
      await pop(1);
      const params = { n, steps: 20, width: 512, height: 512 };
      const body = { prompt: 'a heron', models: ['Deliberate'], shared: true, params, ...fields };
      return (await good('POST', '/generate/async', user, body)).id;
    },
    /** Makes what is asked for. @returns the ids of the images */
    draw: async (n: number): Promise<string[]> => {
      const { ids } = await pop(n);
      assert.equal(ids.length, n);
      for (const id of ids) {
        await good('POST', '/generate/submit', drawer, {
          id,
          generation: picture.toString('base64'),
          seed: 7,
        });
      }
      return ids;
    },
    rateSet: (id: string, body: object) => call('POST', `/generate/rate/${id}`, undefined, body),
    /** An image to rate, after a look at which a rating is believed. */
    next: async (user: TestUser, where = ''): Promise<Required<ImageToRate>> => {
      const image = await good('GET', `/rating/new${where}`, user);
      shiftMs += 3000;
      return image;
    },
    rate: (user: TestUser, imageId: string, rating: number, artifacts: number) =>
      call('POST', `/rating/${imageId}`, user, { rating, artifacts }),
    kudos: async (user: TestUser): Promise<number> => (await good('GET', `/users/${user.id}`, user)).kudos,
    importImages: (dataset: string, images: object[]) =>
      good('POST', `/datasets/${dataset}`, moderator, { images }),
    /** Looks for the solution, as a client does. */
    solve: ({ id, difficulty }: Required<RatingChallenge>): string => {
      for (let i = 0; ; i++) if (workOf(id, String(i)) >= difficulty) return String(i);
    },
    stop: () => horde.stop(),
  };
}

/** The id of an imported image. */
export const imageId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** An image of a data set. */
export const image = (n: number, more: object = {}) => ({
  id: imageId(n),
  url: `https://images.example.org/${n}.webp`,
  model: 'Deliberate',
  ...more,
});
