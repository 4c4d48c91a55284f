import { request } from 'node:http';
import { type Route, routes } from '@openhorde/contract';

/** Stands where a path wants an id. */
const SOME_ID = '00000000-0000-4000-8000-000000000000';

/** The path of a route below `/api`, with `id` for each of its parameters. */
const pathOf = (route: Route): string => route.path.replaceAll(/\{\w+\}/g, SOME_ID);

/** The routes of the table that a server has opened: the table may be ahead of it. */
export async function servedRoutes(url: string): Promise<Route[]> {
  const all: Route[] = Object.values(routes);
  const served = await Promise.all(
    all.map(async route => {
      const methods = await methodsOf(`${url}/api${pathOf(route)}`);
      return methods.includes(route.method) && (!isShadowed(route, all) || (await answersFor(url, route)));
    }),
  );
  return all.filter((_, i) => served[i]);
}

/** Whether the path is one that another route takes for an id: `/workers/messages`. */
function isShadowed({ method, path }: Route, all: readonly Route[]): boolean {
  const parts = path.split('/');
  return all.some(other => {
    const others = other.path.split('/');
    if (other.path === path || other.method !== method || others.length !== parts.length) return false;
    return others.every(
      (part, i) => part === parts[i] || (part.startsWith('{') && !parts[i]!.startsWith('{')),
    );
  });
}

/** Whether a refusal of a path is one of this route and not of the other one. */
async function answersFor(url: string, route: Route): Promise<boolean> {
  const response = await fetch(`${url}/api${route.path}`, { method: route.method });
  const { rc } = (await response.json()) as { rc?: string };
  return rc === undefined || (route.returnCodes as readonly string[]).includes(rc);
}

/** What a path allows, as it says to a method that it does not have. */
function methodsOf(url: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    request(url, { method: 'PROPFIND' }, response => {
      response.resume();
      resolve((response.headers.allow ?? '').split(', '));
    })
      .on('error', reject)
      .end();
  });
}
