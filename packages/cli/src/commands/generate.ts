import {
  type AcceptedRequest,
  createClient,
  type HordeClient,
  type ImageRequest,
  plainText,
  type RequestReasons,
  type RequestUpdate,
} from '@openhorde/sdk';
import { pictureFiles } from '../pictureFiles.ts';
import { bar, Complaint, clearProgress, dim, progress, say, styled } from '../terminal.ts';

export interface GenerateFlags {
  url: string;
  apikey: string;
  output: string;
  force?: boolean;
  model?: string;
  negative?: string;
  size?: string;
  steps?: string;
  count?: string;
  seed?: string;
}

/** `openhorde generate "prompt" -o file.webp` */
export async function generate(prompt: string, flags: GenerateFlags): Promise<void> {
  const client = createClient({ url: flags.url, apikey: flags.apikey, agent: 'openhorde-cli:0.1.0:unknown' });
  const stopping = new AbortController();
  const count = flags.count === undefined ? 1 : wholeNumber('--count', flags.count);
  const files = await pictureFiles(flags.output, count, flags.force ?? false);
  const input = await requestOf(client, prompt, count, flags);
  process.once('SIGINT', () => stopping.abort(new Complaint('The request was taken back.')));
  const tellReasons = reasonsTeller();
  progress(dim('asking'));
  const result = await client.generate(input, {
    signal: stopping.signal,
    onAccepted: accepted => {
      for (const sentence of remarksOf(accepted)) say(dim(sentence));
      tellReasons(accepted.reasons);
    },
    onUpdate: update => {
      tellReasons(update.reasons);
      progress(placeOf(update));
    },
  });
  clearProgress();
  if (result.faulted)
    throw new Complaint('The horde gave the request up. Please try again, or try another model.');
  if (result.generations.length === 0) throw new Complaint('No image came back; the request was cancelled.');
  for (const [i, generation] of result.generations.entries()) {
    const file = files.names[i]!;
    await files.write(file, await client.download(generation));
    const by = `${plainText(generation.model)}, by ${plainText(generation.worker_name)}`;
    say(styled`${file}  ${dim(`seed ${generation.seed}, ${by}`)}`);
  }
}

/** One line about how far a request is. */
function placeOf({ progress: step, queue_position, wait_time, is_possible }: RequestUpdate) {
  if (step) return styled`${bar(step.step / step.steps)} ${step.step}/${step.steps} ${step.stage ?? ''}`;
  if (!is_possible) return dim('waiting for a worker that can take it (Ctrl-C takes the request back)');
  if (queue_position) return dim(`waiting, place ${queue_position}, about ${wait_time} s`);
  return dim('a worker is at it');
}

/** The notes of a horde about a request that it took, each sentence once. */
function remarksOf({ message, warnings = [] }: AcceptedRequest): string[] {
  const told = message ?? '';
  const more = warnings.flatMap(({ message: warning }) =>
    warning && !told.includes(warning) ? [warning] : [],
  );
  return told === '' ? more : [told, ...more];
}

/** Says why no worker takes a request, and again when that changes. */
function reasonsTeller(): (reasons: RequestReasons | undefined) => void {
  let told = '';
  return reasons => {
    const text = reasons ? JSON.stringify(reasons) : '';
    if (text === told) return;
    told = text;
    if (!reasons) return;
    const { constraints = [], nearest } = reasons;
    for (const { message, name } of constraints) say(dim(`  ${message ?? name ?? ''}`));
    const changes = changesOf(nearest ?? {});
    if (changes.length > 0) say(dim(`  Somebody would take it with this change: ${changes.join(', ')}`));
  };
}

/** A merge patch, a change for each of its leaves: `params.width 512`, `without models`. */
function changesOf(patch: object, path = ''): string[] {
  return Object.entries(patch).flatMap(([name, value]: [string, unknown]) => {
    const field = `${path}${name}`;
    if (value === null) return [`without ${field}`];
    if (typeof value === 'object' && !Array.isArray(value)) return changesOf(value, `${field}.`);
    return [`${field} ${Array.isArray(value) ? value.join(' or ') : value}`];
  });
}

async function requestOf(
  client: HordeClient,
  prompt: string,
  count: number,
  flags: GenerateFlags,
): Promise<ImageRequest> {
  const [width, height] = sizeOf(flags.size ?? '512x512');
  const steps = flags.steps === undefined ? undefined : wholeNumber('--steps', flags.steps);
  const model = flags.model ?? (await offeredModel(client));
  return {
    prompt: flags.negative ? `${prompt} ### ${flags.negative}` : prompt,
    models: [model],
    params: {
      width,
      height,
      n: count,
      ...(steps !== undefined && { steps }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    },
  };
}

/** The model that most workers offer now. */
async function offeredModel(client: HordeClient): Promise<string> {
  const models = await client.models();
  const [best] = models.filter(({ count }) => count).sort((a, b) => b.count! - a.count!);
  if (!best?.name)
    throw new Complaint('No worker offers a model now. Name one with --model to wait until somebody does.');
  say(dim(`the model is ${plainText(best.name)}; --model takes another`));
  return best.name;
}

function sizeOf(text: string): [width: number, height: number] {
  const match = /^(\d+)x(\d+)$/i.exec(text);
  if (!match) throw new Complaint(`A size is written as 512x768, not ${text}.`);
  return [Number(match[1]), Number(match[2])];
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Complaint(`${flag} takes a whole number, not ${text}.`);
  return Number(text);
}
