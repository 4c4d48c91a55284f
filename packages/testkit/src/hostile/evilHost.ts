import { createServer as createHttp, type RequestListener, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

// Servers that a horde must not be led to, and servers that it may ask but must not trust.

/** Listens where a horde must never connect to, and counts who comes. */
export interface ForbiddenListener {
  readonly port: number;
  readonly connections: number;
  close(): Promise<void>;
}

/** On the loopback addresses of both families, where there are both. */
export async function startForbiddenListener(): Promise<ForbiddenListener> {
  let connections = 0;
  const servers: net.Server[] = [];
  const listen = async (host: string, port: number) => {
    const server = net.createServer(socket => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };
  const port = await listen('127.0.0.1', 0);
  await listen('::1', port).catch(error => {
    if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.code)) throw error;
  });
  return {
    port,
    get connections() {
      return connections;
    },
    close: async () => {
      await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
    },
  };
}

/** A server whose answers are hostile, one for each path. */
export interface EvilHost {
  /** By a name that leads here. */
  url(path: string): string;
  close(): Promise<void>;
}

/** @param files what is answered honestly, by path */
export async function startEvilHost(files: Readonly<Record<string, Buffer>>): Promise<EvilHost> {
  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://here');
    const to = searchParams.get('to');
    const file = files[pathname.slice(1)];
    if (to !== null) response.writeHead(302, { location: to }).end();
    else if (file) response.end(file);
    else (TRICKS[pathname.slice(1)] ?? notFound)(response);
  };
  const server = createHttp(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: path => `http://evil.test:${port}/${path}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const MEGABYTE = 1024 * 1024;

const TRICKS: Record<string, (response: ServerResponse) => void> = {
  /** Says that it is large. */
  declared: response => response.writeHead(200, { 'content-length': 6 * MEGABYTE }).write('x'),
  /** Never ends. */
  endless: response => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  /** Three hundred megabytes in three hundred kilobytes: as many members of a megabyte. */
  gzip: response => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'image/png' });
    const member = gzipSync(Buffer.alloc(MEGABYTE));
    response.end(Buffer.concat(Array.from({ length: 300 }, () => member)));
  },
  /** Sends less than it said. */
  short: response => {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('a bit');
    setImmediate(() => response.destroy());
  },
  /** Never answers. */
  silent: () => {},
  page: response => response.writeHead(200, { 'content-type': 'image/png' }).end('<!doctype html>'),
};

const notFound = (response: ServerResponse) => response.writeHead(404).end();
