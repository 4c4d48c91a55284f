/** Links such as `/create?prompt=…&steps=…` circulate; their names are the wire's. */
import type { Settings } from './settings.ts';

const NAMES = {
  prompt: 'prompt',
  negative: 'negative',
  model: 'model',
  model_name: 'model',
  width: 'widthPixels',
  height: 'heightPixels',
  steps: 'steps',
  cfg_scale: 'guidance',
  sampler_name: 'sampler',
  karras: 'karras',
  seed: 'seed',
  n: 'count',
} as const satisfies Record<string, keyof Settings>;

/** The settings that a query string names; empty when it names none. */
export function fromQuery(search: string): Partial<Record<keyof Settings, unknown>> {
  const found: Partial<Record<keyof Settings, unknown>> = {};
  const query = new URLSearchParams(search);
  for (const [name, key] of Object.entries(NAMES)) {
    const value = query.get(name);
    if (value === null) continue;
    found[key] = key === 'karras' ? value === 'true' || value === '1' : value;
  }
  return found;
}
