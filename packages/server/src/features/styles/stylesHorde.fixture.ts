import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PICTURE_BASE64, startTestHorde, type TestUser } from '@openhorde/testkit';

// A horde with the models of the stories, a maker of styles, and short words for what is done with them.

const STORIES = fileURLToPath(new URL('../../../../testkit/stories', import.meta.url));
export const IMAGE_MODEL = 'Deliberate';
export const TEXT_MODEL = 'koboldcpp/Robin-7B';

export interface Said {
  status: number;
  body: { id: string; rc?: string; message?: string; errors?: object } & Record<string, unknown>;
}

export async function stylesHorde() {
  const horde = await startTestHorde({
    IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
    TEXT_MODELS: path.join(STORIES, 'text-models.json'),
  });
  const maker = await horde.user({ username: 'maker', kudos: 1000, trusted: true });
  const other = await horde.user({ username: 'other', kudos: 1000 });

  const say = (method: string, where: string, user?: TestUser, body?: unknown): Promise<Said> =>
    horde.call(method, where, { ...(user && { apikey: user.apikey }), ...(body !== undefined && { body }) });

  /** Fails unless the call succeeds. */
  async function must(...call: Parameters<typeof say>): Promise<Said['body']> {
    const { status, body } = await say(...call);
    assert.ok(status < 300, `${call[0]} ${call[1]}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  const lender = await horde.user({ username: 'lender', kudos: 100, trusted: true });

  /** A worker does all that waits. @returns how many jobs it had */
  async function serve(): Promise<number> {
    let count = 0;
    for (const kind of ['', '/text'] as const) {
      for (;;) {
        const { ids } = (await must('POST', `/generate${kind}/pop`, lender, {
          name: `server of${kind}`,
          models: [kind === '' ? IMAGE_MODEL : TEXT_MODEL],
          bridge_agent:
            kind === '' ? 'AI Horde Worker reGen:13.0.0:x' : 'KoboldCppEmbedWorker:2.0.0:https://example.org',
          amount: 20,
          max_pixels: 4_194_304,
        })) as unknown as { ids: string[] };
        if (ids.length === 0) break;
        count += ids.length;
        for (const id of ids)
          await must('POST', `/generate${kind}/submit`, lender, {
            id,
            generation: kind === '' ? PICTURE_BASE64 : 'a story',
            seed: 1,
          });
      }
    }
    return count;
  }

  let names = 0;
  return {
    horde,
    maker,
    other,
    say,
    must,
    serve,
    imageStyle: async (fields: object = {}, user = maker) =>
      (
        await must('POST', '/styles/image', user, {
          name: `style ${names++}`,
          models: [IMAGE_MODEL],
          ...fields,
        })
      ).id,
    textStyle: async (fields: object = {}, user = maker) =>
      (
        await must('POST', '/styles/text', user, {
          name: `style ${names++}`,
          models: [TEXT_MODEL],
          ...fields,
        })
      ).id,
    collection: async (styles: string[], fields: object = {}, user = maker) =>
      (await must('POST', '/collections', user, { name: `collection ${names++}`, styles, ...fields })).id,
    /** A shared key of `user`. */
    sharedKey: async (fields: object = {}, user = maker) =>
      (await must('PUT', '/sharedkeys', user, { kudos: 500, expiry: -1, name: 'gallery', ...fields })).id,
    ask: (style: string, user = other, fields: object = {}) =>
      say('POST', '/generate/async', user, { prompt: 'heron', style, ...fields }),
    /** Kudos, earnings by styles and records of an account. */
    async accountOf({ id, apikey }: TestUser) {
      const user = (await horde.call('GET', `/users/${id}`, { apikey })).body as unknown as {
        kudos: number;
        kudos_details: { styled: number };
        records: { style: { image: number; text: number }; request: { image: number } };
      };
      return { kudos: user.kudos, styled: user.kudos_details.styled, ...user.records };
    },
    /** What workers are matched by with a request, and how many jobs it has. */
    async matchingOf(id: string) {
      const { rows } = await horde.horde.db.query<{ matching: Record<string, unknown>; jobs: number }>(
        'SELECT matching, jobs FROM requests WHERE id = $1',
        [id],
      );
      const { matching, jobs } = rows[0]!;
      return { nsfw: matching.nsfw, maxLength: matching.maxLength, jobs };
    },
    useCount: async (where: string) => (await must('GET', where)).use_count,
  };
}
