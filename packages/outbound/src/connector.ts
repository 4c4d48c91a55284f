import { lookup } from 'node:dns/promises';
import net, { type LookupFunction } from 'node:net';
import tls from 'node:tls';
import { buildConnector } from 'undici';
import { isPublicAddress } from './addresses.ts';

export interface ResolvedAddress {
  address: string;
  family: number;
}

export interface GuardSettings {
  /** Default: the public internet alone. */
  isAllowed?: (address: string) => boolean;
  /** Default the system's resolver. */
  resolve?: (hostname: string) => Promise<ResolvedAddress[]>;
  /** A certificate (PEM) that is trusted beside those of the system. */
  trustedCertificate?: string;
}

/** No connection is made to this host. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  constructor(hostname: string) {
    super(`${hostname} is not on the public internet`);
  }
}

/**
 * Connects only to allowed addresses: literal ones are checked here, names in the lookup that the socket makes, with
 * nothing in between. So a name that changes its answer gains nothing, and each redirect meets the same check because it
 * makes its own connection. Fails with ForbiddenAddress, which fetches hide in the causes of their own errors.
 */
export function guardedConnector(settings: GuardSettings = {}): buildConnector.connector {
  const { isAllowed = isPublicAddress, resolve = name => lookup(name, { all: true }) } = settings;
  const { trustedCertificate } = settings;
  const guardedLookup: LookupFunction = (hostname, { all }, callback) => {
    resolve(hostname).then(
      found => {
        // An honest name does not mix public and private addresses, so one bad address spoils all.
        const bad = found.find(({ address }) => !isAllowed(address));
        const [first] = found;
        if (bad) callback(new ForbiddenAddress(hostname), []);
        else if (!first) callback(new Error(`${hostname} has no address`), []);
        else if (all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      error => callback(error, []),
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
    if (net.isIP(literal) && !isAllowed(literal)) return callback(new ForbiddenAddress(literal), null);
    connect(options, callback);
  };
}

/** The refusal that an error stems from; undefined when something else went wrong. */
export function forbiddenAddressIn(error: unknown): ForbiddenAddress | undefined {
  return causes(error).find(cause => cause instanceof ForbiddenAddress);
}

/** An error and what lies behind it; a connection that tried several addresses holds one for each. */
function causes(error: unknown): unknown[] {
  if (!(error instanceof Error)) return [error];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [error, ...inner.flatMap(causes), ...(error.cause === undefined ? [] : causes(error.cause))];
}
