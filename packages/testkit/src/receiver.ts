import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { selfSignedCertificate } from './certificate.ts';

/** A POST that came. */
export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** The reaction of a receiver to a POST. @param connection below TLS */
export type Behaviour = (response: ServerResponse, connection: Socket) => void;

/** A receiver of webhooks with a reaction for each path; default: 200. */
export interface Receiver {
  /** `https://` address of a path here, by one of the names that the certificate is for. */
  url(path: string, name?: ReceiverName): string;
  /** For the guarded fetch: every name leads here, and the certificate is believed. */
  outbound: {
    allowLoopback: true;
    trustedCertificate: string;
    resolve(hostname: string): Promise<{ address: string; family: number }[]>;
  };
  /** Each POST to the path from now on is met with the next of these; the last one stays. */
  behave(path: string, ...behaviours: [Behaviour, ...Behaviour[]]): void;
  /** What came to a path, oldest first. */
  received(path: string): Received[];
  /** Connections, whether or not a request came by them. */
  readonly connections: number;
  close(): Promise<void>;
}

const NAMES = ['receiver.test', 'other.test'] as const;
type ReceiverName = (typeof NAMES)[number];

export async function startReceiver(port = 0): Promise<Receiver> {
  const { certificate, key } = selfSignedCertificate(NAMES);
  const all: Received[] = [];
  const behaviours = new Map<string, Behaviour[]>();
  const sockets = new Map<number, Socket>();
  let connections = 0;
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const received = { path: request.url ?? '/', headers: request.headers, body: await read(request) };
    all.push(received);
    const queue = behaviours.get(received.path) ?? [];
    const behave = queue.length > 1 ? queue.shift() : queue[0];
    if (behave) behave(response, sockets.get(request.socket.remotePort!)!);
    else response.end();
  });
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.set(socket.remotePort!, socket);
  });
  const bound = await listen(server, port);
  return {
    url: (path, name = 'receiver.test') => `https://${name}:${bound}${path}`,
    outbound: {
      allowLoopback: true,
      trustedCertificate: certificate,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    },
    behave: (path, ...queue) => void behaviours.set(path, queue),
    received: path => all.filter(received => received.path === path),
    get connections() {
      return connections;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with this status, and these headers. */
export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  response =>
    void response.writeHead(status, headers).end();

/** Takes the POST and never answers. */
export const hangs: Behaviour = () => {};

/** Breaks the connection instead of an answer. */
export const resets: Behaviour = (_, connection) => void connection.resetAndDestroy();

/** Announces a body that it does not send. */
export const liesAboutLength: Behaviour = response => {
  response.writeHead(200, { 'content-length': '1000000' });
  response.write('a bit');
};

/** Answers with a body that has no end. */
export const neverEnds: Behaviour = response => {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

async function read(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise(resolve =>
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}
