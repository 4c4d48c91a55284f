import { createHash } from 'node:crypto';
import * as client from 'openid-client';
import type { Provider, ProviderName } from './provider.ts';
import { loopbackExceptions, secureFetch, TIMEOUT_SECONDS } from './secureFetch.ts';
import { SignInError } from './signInError.ts';

export interface OidcSettings {
  name: ProviderName;
  title: string;
  issuer: string;
  clientId: string;
  /** Absent: a public client. */
  clientSecret?: string;
  /** Default: `oidc_`, a mark of the issuer, and `_`. */
  keyPrefix?: string;
  now(): number;
}

/** Keys and addresses of a provider may change while we run. */
const METADATA_LIFE_MS = 3_600_000;
/** As OpenID Connect says: at most 255 characters of ASCII. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

/** The accounts of another issuer are other people, whatever it calls them: 48 bits of its hash stand in their keys. */
export const issuerMark = (issuer: string): string =>
  createHash('sha256').update(issuer).digest('hex').slice(0, 12);

/**
 * A provider of OpenID Connect: code flow with PKCE, state and nonce; the signature of the ID token is checked although
 * it comes over TLS. It is asked for the person's id alone: no name, no e-mail address.
 */
export function oidcProvider(settings: OidcSettings): Provider {
  const { name, title, keyPrefix } = settings;
  const configuration = discovered(settings);
  return {
    name,
    title,
    async begin({ state, nonce, verifier }, redirectUri) {
      return client.buildAuthorizationUrl(await configuration(), {
        scope: 'openid',
        redirect_uri: redirectUri,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(answer, { state, nonce, verifier }) {
      const tokens = await client.authorizationCodeGrant(await configuration(), answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const { iss, sub } = tokens.claims() ?? {};
      if (iss === undefined || sub === undefined || !SUBJECT.test(sub)) throw new SignInError('distrusted');
      return { accountKey: `${keyPrefix ?? `oidc_${issuerMark(iss)}_`}${sub}`, name: undefined };
    },
  };
}

/** The documents of a provider, read when they are first needed: a horde starts while its providers are away. */
function discovered({
  issuer,
  clientId,
  clientSecret,
  now,
}: OidcSettings): () => Promise<client.Configuration> {
  let kept: { reading: Promise<client.Configuration>; untilMs: number } | undefined;
  return () => {
    if (kept && now() < kept.untilMs) return kept.reading;
    const url = new URL(issuer);
    const reading = client.discovery(url, clientId, undefined, authenticationOf(clientSecret), {
      execute: [client.enableNonRepudiationChecks, ...loopbackExceptions(url)],
      timeout: TIMEOUT_SECONDS,
      [client.customFetch]: secureFetch,
    });
    const mine = { reading, untilMs: now() + METADATA_LIFE_MS };
    kept = mine;
    reading.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return reading;
  };
}

/** In the way that the provider takes: a provider that names none takes HTTP Basic. */
function authenticationOf(secret: string | undefined): client.ClientAuth {
  if (secret === undefined) return client.None();
  const [inBody, inHeader] = [client.ClientSecretPost(secret), client.ClientSecretBasic(secret)];
  return (server, ...rest) => {
    const takesBody = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
    (takesBody ? inBody : inHeader)(server, ...rest);
  };
}
