import type { PopAnswer } from '@openhorde/sdk';
import { isJobId } from '../spool/spool.ts';

/*
 * A pop answer as this worker believes it: the fields that it knows, each of the right type and of bounded size. Values are
 * not looked at further: whether a sampler or a size can be done is for the engine to say, and then told to the horde.
 */

/** The answer of a horde is neither a job nor the word that there is none. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer';
}

/** A source image as base64; the largest that is downloaded is as large. */
const IMAGE_LENGTH_MAX = 14_000_000;
const PROMPT_LENGTH_MAX = 200_000;
const ADDRESS_LENGTH_MAX = 8_192;
const NAME_LENGTH_MAX = 255;
/** LoRAs, textual inversions, extra images: only their presence matters, and they lie in the spool meanwhile. */
const LIST_LENGTH_MAX = 100;
const LIST_JSON_LENGTH_MAX = 100_000;
const MESSAGES_MAX = 20;
const MESSAGE_LENGTH_MAX = 5_000;
const REASONS_MAX = 50;
const TTL_SECONDS_MAX = 86_400;

interface Kind {
  name: string;
  is(value: unknown): boolean;
}

const text = (lengthMax: number): Kind => ({
  name: `a text of ${lengthMax} characters at most`,
  is: value => typeof value === 'string' && value.length <= lengthMax,
});
const flag: Kind = { name: 'true or false', is: value => typeof value === 'boolean' };
const number: Kind = { name: 'a number', is: value => Number.isFinite(value) };
const wholeNumber = (max: number): Kind => ({
  name: `a whole number from 0 to ${max}`,
  is: value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max,
});
const list = ({ name, is }: Kind): Kind => ({
  name: `a list, each of ${name}`,
  is: value => Array.isArray(value) && value.length <= LIST_LENGTH_MAX && value.every(is),
});
const anyList: Kind = {
  name: 'a short list',
  is: value => Array.isArray(value) && JSON.stringify(value).length <= LIST_JSON_LENGTH_MAX,
};

type Kinds<Shape> = { [Key in keyof Shape]?: Kind };

const PAYLOAD: Kinds<PopAnswer['payload']> = {
  prompt: text(PROMPT_LENGTH_MAX),
  seed: text(NAME_LENGTH_MAX),
  sampler_name: text(NAME_LENGTH_MAX),
  cfg_scale: number,
  width: wholeNumber(65_536),
  height: wholeNumber(65_536),
  ddim_steps: wholeNumber(10_000),
  karras: flag,
  tiling: flag,
  hires_fix: flag,
  transparent: flag,
  clip_skip: wholeNumber(100),
  batch_index: wholeNumber(100_000),
  denoising_strength: number,
  control_type: text(NAME_LENGTH_MAX),
  workflow: text(NAME_LENGTH_MAX),
  post_processing: list(text(NAME_LENGTH_MAX)),
  loras: anyList,
  tis: anyList,
};

const ANSWER: Kinds<Omit<PopAnswer, 'payload' | 'messages' | 'skipped'>> = {
  id: { name: 'the id of a job', is: value => typeof value === 'string' && isJobId(value) },
  ids: list({ name: 'the id of a job', is: value => typeof value === 'string' && isJobId(value) }),
  ttl: number,
  model: text(NAME_LENGTH_MAX),
  source_image: text(IMAGE_LENGTH_MAX),
  source_mask: text(IMAGE_LENGTH_MAX),
  source_processing: text(NAME_LENGTH_MAX),
  extra_source_images: anyList,
  r2_upload: text(ADDRESS_LENGTH_MAX),
  r2_uploads: list(text(ADDRESS_LENGTH_MAX)),
};

/**
 * What the horde answered, without anything that is not known here; null counts as absent. Without `id` there is no job.
 * @param amountMax the most pictures that were asked for
 * @throws MalformedAnswer with a sentence for people
 */
export function readPopAnswer(body: unknown, amountMax: number): PopAnswer {
  if (!isObject(body)) throw new MalformedAnswer('The horde answered a pop with something that is no object');
  const rest = { messages: messagesOf(body.messages), skipped: skippedOf(body.skipped) };
  if (body.id == null) return { ...rest, id: null, ids: [] as string[] } as PopAnswer;
  const answer = known(ANSWER, body, '');
  const payload = known(PAYLOAD, body.payload, 'payload.');
  const { id, ttl } = answer;
  const ids = answer.ids?.length ? answer.ids : [id as string];
  if (new Set(ids).size !== ids.length || ids.length > amountMax)
    throw new MalformedAnswer(
      `The horde sent a job of ${ids.length} pictures where ${amountMax} were asked for`,
    );
  if (typeof ttl === 'number' && ttl <= 0)
    throw new MalformedAnswer('The horde sent a job whose time is over');
  return {
    ...answer,
    ...rest,
    payload,
    ids,
    ttl: typeof ttl === 'number' ? Math.min(ttl, TTL_SECONDS_MAX) : null,
  } as PopAnswer;
}

function known<Shape>(kinds: Kinds<Shape>, value: unknown, path: string): Partial<Shape> {
  if (!isObject(value))
    throw new MalformedAnswer(`The horde sent a job whose ${path.replace('.', '')} is no object`);
  const found: Record<string, unknown> = {};
  for (const [key, kind] of Object.entries<Kind | undefined>(kinds)) {
    const inner = value[key] ?? undefined;
    if (inner === undefined) continue;
    if (!kind?.is(inner))
      throw new MalformedAnswer(`The horde sent a job whose ${path}${key} is not ${kind?.name}`);
    found[key] = inner;
  }
  return found as Partial<Shape>;
}

/** The entries that are messages; malformed ones are skipped and do not stop the work. */
function messagesOf(value: unknown): PopAnswer['messages'] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MESSAGES_MAX)
    .filter(isObject)
    .filter(({ id, message }) => text(NAME_LENGTH_MAX).is(id) && text(MESSAGE_LENGTH_MAX).is(message))
    .map(({ id, message, origin }) => ({
      id,
      message,
      origin: text(NAME_LENGTH_MAX).is(origin) ? origin : '',
    })) as PopAnswer['messages'];
}

/** How many waiting requests were passed over, by reason. */
function skippedOf(value: unknown): PopAnswer['skipped'] {
  if (!isObject(value)) return {};
  const counts = Object.entries(value).filter(
    ([reason, count]) => reason.length <= NAME_LENGTH_MAX && typeof count === 'number' && count > 0,
  );
  return Object.fromEntries(counts.slice(0, REASONS_MAX));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
