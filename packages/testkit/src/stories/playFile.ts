import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestHorde } from '../testHorde.ts';

/** The copy of the recorded answers, and the program that plays them. */
export const STORIES = fileURLToPath(new URL('../../stories', import.meta.url));

/** What replay.mjs says of one story: where the answers differ; undefined: nowhere. */
export type Differences = string | undefined;

/**
 * Plays all stories of a file against a fresh horde with the models of the stories' folder.
 * @returns story -> its differences
 * @throws Error with the program's own words when it did not get to the end
 */
export async function playFile(file: string): Promise<Map<string, Differences>> {
  const horde = await startTestHorde({
    IMAGE_MODELS: path.join(STORIES, 'image-models.json'),
    TEXT_MODELS: path.join(STORIES, 'text-models.json'),
    // Its workers were paid for words, and for pictures that they had uploaded elsewhere.
    CHECK_RESULTS: 'off',
  });
  try {
    return readReport(file, await replay(horde.url, file));
  } finally {
    await horde.stop();
  }
}

async function replay(url: string, file: string): Promise<string> {
  const child = spawn(process.execPath, [
    path.join(STORIES, 'replay.mjs'),
    'check',
    url,
    path.join(STORIES, file),
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return output;
}

/** A line `ok` or `DIFFERS` for each story, with indented lines of differences below it, and a sum at the end. */
function readReport(file: string, output: string): Map<string, Differences> {
  const played = new Map<string, Differences>();
  if (!/^\d+ answers compared/m.test(output))
    throw new Error(`${file} was not played to its end:\n${output}`);
  let story = '';
  for (const line of output.split('\n')) {
    const [, verdict, name] = /^(ok|DIFFERS) +\S+\.json: (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      story = name;
      played.set(story, verdict === 'ok' ? undefined : '');
    } else if (line.startsWith(' ')) {
      played.set(story, `${played.get(story) ?? ''}${line}\n`);
    }
  }
  return played;
}
