import path from 'node:path';
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
      return refuse(reply, 413, `The object is larger than ${grant.sizeBytesMax} bytes.`);
    }
    try {
      await store.receive(
        grant.key,
        (request.body ?? request.raw) as AsyncIterable<Uint8Array>,
        grant.sizeBytesMax,
      );
    } catch (error) {
      if (error instanceof ObjectTooLargeError) {
        return refuse(reply, 413, `The object is larger than ${grant.sizeBytesMax} bytes.`);
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

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  // An upload may still be coming; it is not read to its end.
  if (reply.request.method === 'PUT') reply.header('connection', 'close');
  return reply.code(status).send({ message });
}
