import { KEYS } from './keys.ts';
import { KeyProblem } from './kinds.ts';

export type Environment = Record<string, string | undefined>;

/** Values of the environment under the yaml names of their keys: spec `worker.md` §2.1.4. */
export function readEnvironment(env: Environment): { values: Record<string, unknown>; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const { yaml, aliases, environment } of Object.values(KEYS)) {
    const names = [...environment, ...[yaml, ...aliases].map(name => `AIWORKER_${name.toUpperCase()}`)];
    const name = names.find(candidate => env[candidate] !== undefined && env[candidate] !== '');
    if (name === undefined) continue;
    try {
      values[yaml] = readValue(env[name] ?? '');
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      problems.push(`${name}: ${error.message}`);
    }
  }
  return { values, problems };
}

/** `true`, `false`, numbers, and lists in any of the spellings `[a, b]`, `a,b`, `a;b`; anything else is text. */
function readValue(written: string): unknown {
  const value = written.trim();
  if (value.startsWith('{')) return readObject(value);
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  if (value.includes('[') && !value.includes(']'))
    throw new KeyProblem('opens a list with [ and never closes it');
  if (/[[,;]/.test(value)) {
    return value
      .split(/[[\],;]/)
      .map(item => item.trim().replace(/^(['"])(.*)\1$/, '$2'))
      .filter(item => item !== '');
  }
  // Only numbers that print as they were written: a key like 0000000000 is text.
  return String(Number(value)) === value ? Number(value) : value;
}

function readObject(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new KeyProblem('starts with { but is no JSON');
  }
}
