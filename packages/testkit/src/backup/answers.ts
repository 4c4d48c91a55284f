import assert from 'node:assert/strict';
import type { TestUser } from '../testHorde.ts';

/** What a horde says about itself and its people, by the address that was asked. */
export async function answersOf(
  url: string,
  paths: readonly string[],
  { apikey }: TestUser,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const path of paths) {
    const response = await fetch(`${url}/api/v2${path}`, { headers: { apikey } });
    const text = await response.text();
    assert.equal(response.status, 200, `${path}: ${text}`);
    // The restored horde may have another address.
    answers[path] = JSON.parse(text.replaceAll(url, ''));
  }
  return answers;
}
