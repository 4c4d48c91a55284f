import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createClient, type ImageRequest } from '@openhorde/sdk';
import { bar, Complaint, clearProgress, dim, progress, say, styled } from '../terminal.ts';

export interface GenerateFlags {
  url: string;
  apikey: string;
  output: string;
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
  process.once('SIGINT', () => stopping.abort());
  const input = await requestOf(client, prompt, flags);
  const result = await client.generate(input, {
    signal: stopping.signal,
    onAccepted: accepted => {
      if (accepted.message) say(dim(accepted.message));
    },
    onUpdate: update => {
      const { progress: step } = update;
      if (step)
        progress(styled`${bar(step.step / step.steps)} ${step.step}/${step.steps} ${step.stage ?? ''}`);
      else if (update.queue_position)
        progress(dim(`waiting, place ${update.queue_position}, about ${update.wait_time} s`));
      else progress(dim('a worker is at it'));
    },
  });
  clearProgress();
  if (result.faulted)
    throw new Complaint('The horde gave the request up. Please try again, or try another model.');
  if (result.generations.length === 0) throw new Complaint('No image came back; the request was cancelled.');
  for (const [i, generation] of result.generations.entries()) {
    const file = result.generations.length > 1 ? numbered(flags.output, i + 1) : flags.output;
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, await client.download(generation));
    say(
      styled`${file}  ${dim(`seed ${generation.seed}, ${generation.model}, by ${generation.worker_name}`)}`,
    );
  }
}

async function requestOf(
  client: ReturnType<typeof createClient>,
  prompt: string,
  flags: GenerateFlags,
): Promise<ImageRequest> {
  const [width, height] = sizeOf(flags.size ?? '512x512');
  const model = flags.model ?? (await servedModel(client));
  return {
    prompt: flags.negative ? `${prompt} ### ${flags.negative}` : prompt,
    models: [model],
    params: {
      width,
      height,
      ...(flags.steps !== undefined && { steps: wholeNumber('--steps', flags.steps) }),
      ...(flags.count !== undefined && { n: wholeNumber('--count', flags.count) }),
      ...(flags.seed !== undefined && { seed: flags.seed }),
    },
  };
}

/** The model that most workers serve now. */
async function servedModel(client: ReturnType<typeof createClient>): Promise<string> {
  const models = await client.models();
  const [best] = [...models].sort((a, b) => (b.count ?? 0) - (a.count ?? 0));
  if (!best?.name || !best.count)
    throw new Complaint('No worker is online. Name a model with --model to wait for one.');
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

/** `cat.webp` -> `cat-2.webp` */
function numbered(file: string, count: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${count}${ext}`);
}
