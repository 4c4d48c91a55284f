import {
  guardedConnector,
  isLoopbackAddress,
  isPublicAddress,
  type ResolvedAddress,
} from '@openhorde/outbound';
import { Agent, type Dispatcher, request } from 'undici';
import { OutboundError, toOutboundError } from './outboundError.ts';

/** The only way in which a server fetches an address that a client has chosen. */
export interface OutboundFetch {
  /** @throws OutboundError; its `reason` says what was wrong. */
  fetch(url: string, options: OutboundOptions): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

export interface OutboundOptions {
  /** Everything together: names, connecting, redirects, body. */
  timeoutMs: number;
  /** Of the answer's body. */
  sizeBytesMax: number;
  /** The status is all that matters: the body is not waited for, and no more of it than `sizeBytesMax` is taken. */
  ignoreBody?: boolean;
  method?: 'GET' | 'POST';
  /** Sent to the first address only, not to where it redirects. */
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Default 3 for GET; a POST is never redirected. */
  redirectsMax?: number;
  /** Default both. */
  protocols?: readonly ('http:' | 'https:')[];
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** Where the answer came from, after redirects. */
  url: string;
}

export interface OutboundSettings {
  userAgent?: string;
  /** Default the system's resolver. */
  resolve?: (hostname: string) => Promise<ResolvedAddress[]>;
  /** When a name that has led nowhere is given up, for all of them alike. Default 1500. */
  lookupMs?: number;
  /** For tests only: addresses of this machine count as public. */
  allowLoopback?: boolean;
  /** For tests only: a certificate (PEM) that is trusted beside those of the system. */
  trustedCertificate?: string;
}

/** Less than any fetch of a stranger's address may take. */
const LOOKUP_MS = 1_500;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Makes the guarded fetch: each connection, that of a redirect too, is made by `guardedConnector`. */
export function createOutboundFetch(settings: OutboundSettings = {}): OutboundFetch {
  const {
    userAgent = 'OpenHorde',
    resolve,
    allowLoopback,
    trustedCertificate,
    lookupMs = LOOKUP_MS,
  } = settings;
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (allowLoopback === true && isLoopbackAddress(address));
  const agent = new Agent({
    connect: guardedConnector({
      isAllowed,
      lookupMs,
      ...(resolve && { resolve }),
      ...(trustedCertificate !== undefined && { trustedCertificate }),
    }),
    // A stranger's server gets no more of our sockets than this.
    connections: 8,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    maxHeaderSize: 16_384,
  });

  async function fetch(url: string, options: OutboundOptions): Promise<OutboundAnswer> {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    const redirectsMax = options.method === 'POST' ? 0 : (options.redirectsMax ?? 3);
    let target = checkedUrl(url, options);
    try {
      for (let hop = 0; ; hop++) {
        const answer = await exchange(target, hop === 0 ? options : { ...options, headers: {} }, signal);
        const location = redirectOf(answer);
        if (location === undefined || redirectsMax === 0) {
          if (options.ignoreBody) return skip(answer, target, options.sizeBytesMax, signal);
          return await read(answer, target, options.sizeBytesMax);
        }
        await discard(answer);
        if (hop === redirectsMax) throw new OutboundError('redirects', `more than ${redirectsMax} redirects`);
        target = checkedUrl(location, options, target);
      }
    } catch (error) {
      throw toOutboundError(error, timeout);
    }
  }

  function exchange(
    target: URL,
    { method = 'GET', headers, body }: OutboundOptions,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    return request(target, {
      dispatcher: agent,
      method,
      headers: { 'user-agent': userAgent, 'accept-encoding': 'identity', ...headers },
      body: body ?? null,
      signal,
    });
  }

  return { fetch, close: () => agent.destroy() };
}

function checkedUrl(text: string, { protocols = ['http:', 'https:'] }: OutboundOptions, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw new OutboundError('address', 'not an address');
  if (!protocols.some(protocol => protocol === url.protocol)) {
    throw new OutboundError('protocol', `${url.protocol} is not allowed`);
  }
  if (url.username || url.password) throw new OutboundError('credentials', 'the address holds credentials');
  // The ports below 1024 that are not the web's belong to services which take orders in plain text (22, 25, 143 …).
  if (url.port !== '' && Number(url.port) < 1024 && url.port !== '80' && url.port !== '443') {
    throw new OutboundError('port', `port ${url.port} is not allowed`);
  }
  return url;
}

function redirectOf(answer: Dispatcher.ResponseData): string | undefined {
  const { location } = answer.headers;
  return REDIRECTS.has(answer.statusCode) && typeof location === 'string' ? location : undefined;
}

/** Reads the body to its end or to the limit. Nothing is unpacked: compressed bytes stay what they are. */
async function read(
  answer: Dispatcher.ResponseData,
  url: URL,
  sizeBytesMax: number,
): Promise<OutboundAnswer> {
  const { headers, statusCode: status } = answer;
  const tooLarge = new OutboundError('too large', `the answer has more than ${sizeBytesMax} bytes`);
  if (Number(headers['content-length']) > sizeBytesMax) {
    await discard(answer);
    throw tooLarge;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > sizeBytesMax) throw tooLarge;
    chunks.push(chunk);
  }
  return { status, headers, body: Buffer.concat(chunks), url: url.href };
}

/** Answers at once; the body runs out unread, so that a good connection can be used again and a bad one ends. */
function skip(
  { headers, statusCode: status, body }: Dispatcher.ResponseData,
  url: URL,
  sizeBytesMax: number,
  signal: AbortSignal,
): OutboundAnswer {
  body.dump({ limit: sizeBytesMax, signal }).catch(() => {});
  return { status, headers, body: Buffer.alloc(0), url: url.href };
}

/** Drops a body that the caller does not want, with its connection: it may never end. */
async function discard(answer: Dispatcher.ResponseData): Promise<void> {
  answer.body.on('error', () => {});
  answer.body.destroy();
}
