import * as client from 'openid-client';
import type { Identity, Provider, ProviderName } from './provider.ts';
import { loopbackExceptions, secureFetch, TIMEOUT_SECONDS } from './secureFetch.ts';
import { SignInError } from './signInError.ts';

/** Addresses of a provider that speaks OAuth 2 and publishes no documents of OpenID Connect that we could use. */
export interface OauthEndpoints {
  issuer: string;
  authorization: string;
  token: string;
  /** Answers who a token is for, as JSON. */
  profile: string;
}

export interface OauthSettings {
  name: ProviderName;
  title: string;
  endpoints: OauthEndpoints;
  /** Absent: what everybody may know of a person is enough. */
  scope?: string;
  clientId: string;
  clientSecret: string;
  /** Reads a profile; undefined when it is not one. */
  identityOf(profile: Record<string, unknown>): Identity | undefined;
}

/** A provider of OAuth 2: code flow with PKCE and state; who it was is asked with the token, which is then forgotten. */
export function oauthProvider(settings: OauthSettings): Provider {
  const { name, title, endpoints, scope, identityOf } = settings;
  const configuration = configurationOf(settings);
  return {
    name,
    title,
    async begin({ state, verifier }, redirectUri) {
      return client.buildAuthorizationUrl(configuration, {
        ...(scope !== undefined && { scope }),
        redirect_uri: redirectUri,
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
    },
    async finish(answer, { state, verifier }) {
      const tokens = await client.authorizationCodeGrant(configuration, answer, {
        expectedState: state,
        pkceCodeVerifier: verifier,
      });
      const response = await client.fetchProtectedResource(
        configuration,
        tokens.access_token,
        new URL(endpoints.profile),
        'GET',
        undefined,
        new Headers({ accept: 'application/json', 'user-agent': 'OpenHorde' }),
      );
      const profile: unknown = response.ok ? await response.json() : undefined;
      const identity =
        typeof profile === 'object' && profile !== null
          ? identityOf(profile as Record<string, unknown>)
          : undefined;
      if (!identity) throw new SignInError('distrusted');
      return identity;
    },
  };
}

function configurationOf({ endpoints, clientId, clientSecret }: OauthSettings): client.Configuration {
  const configuration = new client.Configuration(
    {
      issuer: endpoints.issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
    },
    clientId,
    undefined,
    client.ClientSecretPost(clientSecret),
  );
  configuration.timeout = TIMEOUT_SECONDS;
  configuration[client.customFetch] = secureFetch;
  for (const permit of loopbackExceptions(new URL(endpoints.token))) permit(configuration);
  return configuration;
}
