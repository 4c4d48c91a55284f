import { type OauthEndpoints, oauthProvider } from './oauthProvider.ts';
import { oidcProvider } from './oidcProvider.ts';
import type { Identity, Provider, ProviderName, SignInConfig } from './provider.ts';

/** Where the named providers are. */
export interface ProviderEndpoints {
  /** Issuer. */
  google: string;
  github: OauthEndpoints;
  discord: OauthEndpoints;
}

const ENDPOINTS: ProviderEndpoints = {
  google: 'https://accounts.google.com',
  // https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  github: {
    issuer: 'https://github.com/login/oauth',
    authorization: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
    profile: 'https://api.github.com/user',
  },
  // https://docs.discord.com/developers/topics/oauth2
  discord: {
    issuer: 'https://discord.com',
    authorization: 'https://discord.com/oauth2/authorize',
    token: 'https://discord.com/api/oauth2/token',
    profile: 'https://discord.com/api/v10/users/@me',
  },
};

export interface ProvidersNeeds {
  config: SignInConfig;
  secrets: Partial<Record<ProviderName, string>>;
  now(): number;
  /** For tests: stand-ins. */
  endpoints?: Partial<ProviderEndpoints>;
}

/** The providers that the operator has set up, in the order of their buttons. */
export function makeProviders({ config, secrets, now, endpoints }: ProvidersNeeds): Provider[] {
  const { google, github, discord } = { ...ENDPOINTS, ...endpoints };
  const providers: Provider[] = [];
  if (config.oidc) {
    const { name: title, issuer, clientId } = config.oidc;
    const { oidc: clientSecret } = secrets;
    const secret = clientSecret === undefined ? {} : { clientSecret };
    providers.push(oidcProvider({ name: 'oidc', title, issuer, clientId, ...secret, now }));
  }
  if (config.google) {
    const client = { ...config.google, clientSecret: secrets.google ?? '' };
    providers.push(
      oidcProvider({ name: 'google', title: 'Google', issuer: google, keyPrefix: 'g_', ...client, now }),
    );
  }
  if (config.github) {
    const client = { ...config.github, clientSecret: secrets.github ?? '' };
    const identityOf = ofNumber('gh_', 'login');
    providers.push(
      oauthProvider({ name: 'github', title: 'GitHub', endpoints: github, ...client, identityOf }),
    );
  }
  if (config.discord) {
    const client = { ...config.discord, clientSecret: secrets.discord ?? '', scope: 'identify' };
    const identityOf = ofNumber('d_', 'username');
    providers.push(
      oauthProvider({ name: 'discord', title: 'Discord', endpoints: discord, ...client, identityOf }),
    );
  }
  return providers;
}

/** Profiles in which `id` is a number for ever, and a name that may change stands in `nameField`. */
const ofNumber =
  (keyPrefix: string, nameField: string) =>
  ({ id, [nameField]: name }: Record<string, unknown>): Identity | undefined => {
    if (!(typeof id === 'number' && Number.isSafeInteger(id)) && !(typeof id === 'string')) return undefined;
    if (!/^\d{1,20}$/.test(String(id))) return undefined;
    return { accountKey: `${keyPrefix}${id}`, name: typeof name === 'string' ? name : undefined };
  };
