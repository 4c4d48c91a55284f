import { lookup } from 'node:dns/promises';
import net, { type LookupFunction } from 'node:net';
import tls from 'node:tls';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { isLoopbackAddress, isPublicAddress } from './addresses.ts';
import { OutboundError, toOutboundError } from './outboundError.ts';

/** The only way in which a server fetches an address that somebody else has chosen. */
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

export interface ResolvedAddress {
  address: string;
  family: number;
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

/**
 * Makes the guarded fetch. The check is made on the address that a socket is about to connect to, after the name was
 * resolved and with nothing in between, so a name that changes its answer gains nothing, and each redirect meets the
 * same check because it makes its own connection.
 */
export function createOutboundFetch(settings: OutboundSettings = {}): OutboundFetch {
  const { userAgent = 'OpenHorde', allowLoopback } = settings;
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (allowLoopback === true && isLoopbackAddress(address));
  const agent = new Agent({
    connect: guardedConnector(isAllowed, settings),
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

/**
 * Connects only to allowed addresses: literal ones are checked here, names in the lookup that the socket makes. Whatever
 * keeps a name from leading to an allowed address, it fails at the same time and with the same words: who may have us
 * look names up learns nothing of our own network.
 */
function guardedConnector(
  isAllowed: (address: string) => boolean,
  {
    resolve = name => lookup(name, { all: true }),
    lookupMs = LOOKUP_MS,
    trustedCertificate,
  }: OutboundSettings,
): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, { all }, callback) => {
    let isOver = false;
    const failing = setTimeout(() => {
      isOver = true;
      callback(new OutboundError('name', `${hostname} leads nowhere on the public internet`), []);
    }, lookupMs);
    resolve(hostname).then(
      found => {
        const [first] = found;
        // An honest name does not mix public and private addresses, so one bad address spoils all.
        if (isOver || !first || !found.every(({ address }) => isAllowed(address))) return;
        clearTimeout(failing);
        if (all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      () => {},
    );
  };
  const connect = buildConnector({
    lookup: guardedLookup,
    allowH2: false,
    timeout: 10_000,
    ...(trustedCertificate !== undefined && { ca: [...tls.rootCertificates, trustedCertificate] }),
  });
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (net.isIP(literal) && !isAllowed(literal)) return callback(refusal(literal), null);
    connect(options, callback);
  };
}

function refusal(hostname: string): OutboundError {
  return new OutboundError('address', `${hostname} is not on the public internet`);
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

/** Drops a body that nobody wants, with its connection: it may never end. */
async function discard(answer: Dispatcher.ResponseData): Promise<void> {
  answer.body.on('error', () => {});
  answer.body.destroy();
}
