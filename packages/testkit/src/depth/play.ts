import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import type {
  BodyOf,
  GenerationPayloadStable,
  RequestAsync,
  RequestReasons,
  routes,
} from '@openhorde/contract';
import { PICTURE_BASE64 } from '../picture.ts';
import { STORIES } from '../stories/playFile.ts';
import { startTestHorde, type TestHorde, type TestUser, type TestUserFields } from '../testHorde.ts';

// Short words for stories about images: who asks, who draws.

/** An agent that can do all that the original's newest worker can. */
const REGEN = 'AI Horde Worker reGen:13.0.0:https://example.org';

export type ImageBody = Partial<BodyOf<typeof routes.imageAsync>>;
export type PopBody = Partial<BodyOf<typeof routes.imagePop>>;
/** The answer to a pop that has a job. */
export type Popped = Required<GenerationPayloadStable>;
type Role = 'special' | 'customizer' | 'education';

/** A horde with the models of the recorded stories. */
export function startImageHorde(): Promise<TestHorde> {
  return startTestHorde({ IMAGE_MODELS: path.join(STORIES, 'image-models.json') });
}

/** An account with roles that no test user can be born with. */
export async function userWith(
  horde: TestHorde,
  roles: Partial<Record<Role, boolean>>,
  fields: TestUserFields = {},
): Promise<TestUser> {
  const user = await horde.user(fields);
  await horde.features.accounts.setRoles(user.id, roles);
  return user;
}

/** Asks for images. */
export async function ask(horde: TestHorde, user: TestUser, body: ImageBody): Promise<RequestAsync> {
  const { status, body: answer } = await askAnyway(horde, user, body);
  assert.equal(status, 202, JSON.stringify(answer));
  return answer as RequestAsync;
}

/** Asks for images, whatever comes of it. */
export const askAnyway = (
  horde: TestHorde,
  user: TestUser,
  body: ImageBody,
): Promise<{ status: number; body: RequestAsync & { rc?: string } }> =>
  horde.call('POST', '/generate/async', { apikey: user.apikey, body: { prompt: 'a heron', ...body } });

/** A worker that takes everything, under its owner's key. */
export function dreamer(horde: TestHorde, owner: TestUser, settings: PopBody & { name: string }) {
  const call = async <T>(where: string, body: object): Promise<T> => {
    const { status, body: answer } = await horde.call('POST', where, { apikey: owner.apikey, body });
    assert.equal(status, 200, JSON.stringify(answer));
    return answer as T;
  };
  return {
    pop: (now: PopBody = {}) =>
      call<Popped>('/generate/pop', {
        bridge_agent: REGEN,
        models: ['Deliberate'],
        max_pixels: 3072 ** 2,
        allow_controlnet: true,
        allow_sdxl_controlnet: true,
        allow_lora: true,
        ...settings,
        ...now,
      }),
    /** Hands a result in. */
    submit: (id: string | undefined, more: object = {}) =>
      call<{ reward: number }>('/generate/submit', {
        id,
        generation: PICTURE_BASE64,
        seed: 1,
        state: 'ok',
        ...more,
      }),
  };
}

export interface Checked {
  is_possible: boolean;
  done: boolean;
  reasons?: RequestReasons;
}

/** How far a request is, by `check` or by `status`. */
export async function look(
  horde: TestHorde,
  id: string | undefined,
  where: 'check' | 'status' = 'check',
): Promise<Checked> {
  const { status, body } = await horde.call('GET', `/generate/${where}/${id}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** For `UNSAFE_NETWORKS`: a file that counts this machine as a VPN, deleted after the tests of the file. */
export async function loopbackHides(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openhorde-networks-'));
  after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'vpn.txt');
  await writeFile(file, '127.0.0.0/8\n::1 # loopback plays the VPN\n');
  return file;
}
