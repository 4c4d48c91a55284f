import { allowInsecureRequests, type Configuration, type CustomFetch } from 'openid-client';
import { isLoopbackUrl } from '../../platform/loopback.ts';

/** Everything that is asked of a provider, each. */
export const TIMEOUT_SECONDS = 10;

const isSafe = (url: URL): boolean => url.protocol === 'https:' || isLoopbackUrl(url);

/** TLS, or a provider on this machine; whatever its documents say of other addresses. */
export const secureFetch: CustomFetch = async (address, options) => {
  if (!isSafe(new URL(address))) throw new Error('a provider names an address without TLS');
  return fetch(address, options as RequestInit);
};

/** The library refuses plain HTTP altogether: a provider on this machine may use it. */
export const loopbackExceptions = (issuer: URL): ((config: Configuration) => void)[] =>
  issuer.protocol === 'http:' && isLoopbackUrl(issuer) ? [allowInsecureRequests] : [];
