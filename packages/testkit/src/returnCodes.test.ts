import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RETURN_CODES } from '@openhorde/contract';

// Every return code of the wire is raised in a test or a recorded story, or stands here with the reason why it cannot be.

const BASE = 'the base of others, never raised by itself';
const RESERVED = 'clients know it; nothing raises it, the original neither';
const BY_SCHEMA = 'the schema refuses the value first, with `errors`';
const UNRAISED: Partial<Record<keyof typeof RETURN_CODES, string>> = {
  InvalidSize: BY_SCHEMA,
  TooManySteps: BY_SCHEMA,
  TooLongWorkerName: BY_SCHEMA,
  UnsupportedSampler: BASE,
  NoValidActions: BASE,
  NotTrusted: RESERVED,
  Profanity: BASE,
  TooLong: BASE,
  NameAlreadyExists: BASE,
  KudosValidationError: BASE,
  UnsupportedModel: RESERVED,
  HiResFixMismatch: RESERVED,
  Img2ImgMismatch: RESERVED,
  TilingMismatch: RESERVED,
  InvalidRemixModel: 'another spelling in lists of clients; InvalidRemix is raised',
  BadClientAgent: 'another spelling in lists of clients; BannedClientAgent is raised',
  NoValidWorkers: RESERVED,
  RequestExpired: RESERVED,
  TooManySameIPs:
    'the workers of an owner are counted first, and there are never fewer than those on one address',
};

const PACKAGES = fileURLToPath(new URL('../..', import.meta.url));

/** Text of every test, what tests stand on, and the stories. */
async function tests(): Promise<string> {
  const files = await readdir(PACKAGES, { recursive: true });
  const own = files.filter(
    file =>
      !file.includes('node_modules') &&
      (file.endsWith('.test.ts') || (file.startsWith('testkit') && /\.(ts|json)$/.test(file))) &&
      path.join(PACKAGES, file) !== import.meta.filename,
  );
  return (await Promise.all(own.map(file => readFile(path.join(PACKAGES, file), 'utf8')))).join('\n');
}

test('every return code is raised in a test, or it is known why it cannot be', async () => {
  const text = await tests();
  const isNamed = (rc: string) => new RegExp(`\\b${rc}\\b`).test(text);
  for (const rc of Object.keys(RETURN_CODES) as (keyof typeof RETURN_CODES)[]) {
    const reason = UNRAISED[rc];
    if (reason === undefined) assert.ok(isNamed(rc), `${rc} is raised in no test`);
    else assert.ok(!isNamed(rc), `${rc} is raised in a test: take it off the list`);
  }
});
