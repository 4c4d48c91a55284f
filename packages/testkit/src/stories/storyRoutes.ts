import { readFileSync } from 'node:fs';
import type { Route } from '@openhorde/contract';

/** The part of a story that its routes can be read from; replay.mjs knows the rest of the format. */
export interface Story {
  story: string;
  steps: Record<string, unknown>[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PUBLISHED = new URL('../../../contract/reference/ai-horde-v2.json', import.meta.url);

interface PublishedRoute {
  name: string;
  method: string;
  parts: string[];
}

/** Every route of the original, literal paths before those with parameters. */
const published: PublishedRoute[] = Object.keys(
  (JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { routes: Record<string, unknown> }).routes,
)
  .map(name => {
    const [method = '', path = ''] = name.split(' ');
    return { name, method, parts: path.split('/') };
  })
  .sort((a, b) => parameters(a) - parameters(b));

/** The routes of the original that a story calls and that are not `served` yet; empty: it can be played as a whole. */
export function missingRoutes({ steps }: Story, served: readonly Route[]): string[] {
  const ours = new Set(served.map(({ method, path }) => `${method} ${path}`));
  const missing = new Set<string>();
  for (const step of steps) {
    const method = METHODS.find(name => name in step);
    if (!method) continue;
    const route = publishedRoute(method, String(step[method]));
    if (route && !ours.has(route.name)) missing.add(route.name);
  }
  return [...missing];
}

/** Undefined for what is outside the published API: pages, the door for tests, wrong methods. */
function publishedRoute(method: string, path: string): PublishedRoute | undefined {
  const parts = path.replace(/\?.*/, '').split('/');
  return published.find(
    route =>
      route.method === method &&
      route.parts.length === parts.length &&
      route.parts.every((part, i) => part.startsWith('{') || part === parts[i]),
  );
}

function parameters({ parts }: PublishedRoute): number {
  return parts.filter(part => part.startsWith('{')).length;
}
