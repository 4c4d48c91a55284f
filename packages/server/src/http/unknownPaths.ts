import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from './errors.ts';

/** Tells a path that is unknown (404) from one that has other methods (405). */
export class KnownPaths {
  readonly #patterns = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** Learns every route that is registered from now on. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      let known = this.#patterns.get(url);
      if (!known) {
        known = { pattern: patternOf(url), methods: new Set() };
        this.#patterns.set(url, known);
      }
      for (const name of [method].flat()) known.methods.add(name);
    });
  }

  /** The methods that a path has, also where one route takes for an id what another one names; empty for an unknown path. */
  methodsOf(path: string): string[] {
    const found = new Set<string>();
    for (const { pattern, methods } of this.#patterns.values()) {
      if (pattern.test(path)) for (const method of methods) found.add(method);
    }
    return [...found];
  }

  /**
   * The address of a call of the API without slashes that are there twice or at its end: clients join an address that
   * ends in one with a path that begins with one. `/workers/` stays: it is the worker of the empty name, whom nobody knows.
   */
  withoutSpareSlashes(url: string): string {
    if (!/^\/+api\//.test(url)) return url;
    const [path, ...query] = url.split('?');
    const single = path!.replaceAll(/\/{2,}/g, '/');
    const isSpare = single.length > '/api/'.length && single.endsWith('/') && !this.#has(`${single}name`);
    return [isSpare ? single.slice(0, -1) : single, ...query].join('?');
  }

  #has(path: string): boolean {
    return this.#patterns.values().some(({ pattern }) => pattern.test(path));
  }
}

function patternOf(url: string): RegExp {
  const parts = url
    .split('/')
    .map(part => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

/** The path of a call in its one spelling, slashes within its parts left encoded. */
export function pathOf({ url }: FastifyRequest): string {
  const path = url.split('?', 1)[0]!;
  // What cannot be decoded was refused before.
  return path.includes('%') ? path.split('/').map(respelled).join('/') : path;
}

const respelled = (part: string): string => encodeURIComponent(decodeURIComponent(part));

/** Answers what no route does. */
export function refusePath(known: KnownPaths, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const methods = known.methodsOf(pathOf(request));
  if (methods.length === 0 || methods.includes(request.method))
    return sendJson(reply.code(404), { message: 'There is nothing at this address.' });
  const allow = [...methods, 'OPTIONS'].join(', ');
  return sendJson(reply.code(405).header('allow', allow), {
    message: `The method is not allowed here; these are: ${allow}.`,
  });
}
