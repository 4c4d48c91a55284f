import { request } from 'node:http';
import { type Route, routes } from '@openhorde/contract';

/** Stands where a path wants an id. */
const SOME_ID = '00000000-0000-4000-8000-000000000000';

/** The path of a route below `/api`, with `id` for each of its parameters. */
export const pathOf = (route: Route, id = SOME_ID): string =>
  route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id));

/** The routes of the table that a server has opened: the table may be ahead of it. */
export async function servedRoutes(url: string): Promise<Route[]> {
  const all: Route[] = Object.values(routes);
  const served = await Promise.all(
    all.map(async route => (await methodsOf(`${url}/api${pathOf(route)}`)).includes(route.method)),
  );
  return all.filter((_, i) => served[i]);
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
