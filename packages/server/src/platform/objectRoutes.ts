import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import send from '@fastify/send';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FileStore } from './fileStore.ts';
import { sniffImage } from './imageSniff.ts';
import type { ObjectMethod } from './objectSigner.ts';
import { OBJECT_BYTES_MAX, ObjectTooLargeError, splitKey } from './objectStore.ts';

type ObjectRequest = FastifyRequest<{ Params: { '*': string }; Querystring: Record<string, unknown> }>;

// What workers upload is hostile. It is shown as the picture that it is, or saved, and never runs.
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Content-Length, Content-Range, Accept-Ranges',
} as const;

/** The node's own object server: PUT and GET of `/objects/{key}` by signed addresses of `store`. */
export async function objectRoutes(app: FastifyInstance, { store }: { store: FileStore }): Promise<void> {
  // Bytes pass as they come; nothing of an upload is held in memory.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(HEADERS);
  });

  app.options('/objects/*', async (_request, reply) => {
    reply.header('access-control-allow-methods', 'GET, HEAD, PUT');
    reply.header('access-control-allow-headers', 'Content-Type, Range, If-None-Match');
    reply.header('access-control-max-age', '86400');
    return reply.code(204).send();
  });

  app.put('/objects/*', { bodyLimit: OBJECT_BYTES_MAX }, async (request: ObjectRequest, reply) => {
    const grant = grantOf(store, 'PUT', request);
    if (!grant) return refuse(reply, 403, 'This upload address is not valid or has expired.');
    if (await store.stat(grant.key))
      return refuse(reply, 409, 'The object is sealed: it was submitted already.');
    if (Number(request.headers['content-length']) > grant.sizeBytesMax) {
      return refuse(reply, 413, tooLarge(grant.sizeBytesMax));
    }
    try {
      await store.receive(
        grant.key,
        // Refused halfway it is not cut off: see `refuse`.
        ((request.body ?? request.raw) as Readable).iterator({ destroyOnReturn: false }),
        grant.sizeBytesMax,
      );
    } catch (error) {
      if (error instanceof ObjectTooLargeError) {
        return refuse(reply, 413, tooLarge(grant.sizeBytesMax));
      }
      // The far side hung up. Nobody reads this answer, and nothing is wrong here.
      if (isHangUp(error)) return refuse(reply, 400, 'The upload broke off.');
      reply.header('connection', 'close');
      throw error;
    }
    return reply.code(200).send();
  });

  app.get('/objects/*', async (request: ObjectRequest, reply) => {
    const grant = grantOf(store, 'GET', request);
    if (!grant) return refuse(reply, 403, 'This address is not valid or has expired.');
    const head = await store.head(grant.key);
    if (!head) return refuse(reply, 404, 'There is no such object.');
    const file = store.pathOf(grant.key);
    const answer = await send(request.raw, path.basename(file), {
      root: path.dirname(file),
      index: false,
      dotfiles: 'allow',
      maxAge: '30m',
    });
    if (answer.type === 'error' && answer.statusCode === 404)
      return refuse(reply, 404, 'There is no such object.');
    reply.code(answer.statusCode).headers(answer.headers);
    const format = sniffImage(head.bytes);
    reply.type(format ? `image/${format}` : 'application/octet-stream');
    if (!format) reply.header('content-disposition', 'attachment');
    return reply.send(answer.stream);
  });
}

function grantOf(store: FileStore, method: ObjectMethod, request: ObjectRequest) {
  const key = request.params['*'];
  return splitKey(key) ? store.grant(method, key, request.query) : undefined;
}

function isHangUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

const tooLarge = (bytesMax: number): string =>
  `The object is larger than the ${bytesMax} bytes that may be uploaded. Make it smaller, or give the job back.`;

/** Of an upload that is refused. */
const DROPPED_BYTES_MAX = 64 * 1024 * 1024;

/** What still comes of an upload is read and dropped, to an end: whose pipe is cut while it sends does not hear why. */
function drop(upload: IncomingMessage): void {
  let size = 0;
  upload
    .on('error', () => {})
    .on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > DROPPED_BYTES_MAX) upload.destroy();
    });
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  if (reply.request.method === 'PUT') drop(reply.request.raw);
  return reply.code(status).send({ message });
}
