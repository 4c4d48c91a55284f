import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from './unknownPaths.ts';

/** What pages say to browsers beside their content policy. The API says nothing of the kind: it is made to be called from anywhere. */
export const PAGE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

// Images come from this node or from an object store of any name, and the page may be pointed at another horde.
const PAGE_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https: http:",
  "connect-src 'self' data: blob: https: http:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const NOT_PAGES = /^\/(?:api|objects|metrics|assets|\.well-known)(?:\/|$)/;

/** Sends the page for a path that no route knows, if it is one that a person opened in a browser. */
export type PageFallback = (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;

/**
 * Serves the built pages. Files under `assets/` have a hash in their names and may be kept for ever; everything else is asked
 * for anew, so that a new version shows at once.
 * @returns the fallback for the paths that the page itself understands
 */
export function servePages(app: FastifyInstance, folder: string | undefined): PageFallback {
  if (folder === undefined || !existsSync(path.join(folder, 'index.html'))) return withoutApp;
  app.register(fastifyStatic, {
    root: path.resolve(folder),
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, file) => {
      reply.headers({
        ...PAGE_HEADERS,
        'content-security-policy': PAGE_POLICY,
        'cache-control': cacheOf(folder, file),
      });
    },
  });
  return (request, reply) => {
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    if (!isPage || NOT_PAGES.test(pathOf(request))) return undefined;
    if (!request.headers.accept?.includes('text/html')) return undefined;
    return reply.sendFile('index.html');
  };
}

/** A node without the app still says what it is. */
const withoutApp: PageFallback = (request, reply) =>
  pathOf(request) === '/' && request.method === 'GET' && request.headers.accept?.includes('text/html')
    ? reply.redirect('/about', 302)
    : undefined;

function cacheOf(folder: string, file: string): string {
  const hashed = path.relative(path.resolve(folder), file).split(path.sep)[0] === 'assets';
  return hashed ? 'public, max-age=31536000, immutable' : 'no-cache';
}
