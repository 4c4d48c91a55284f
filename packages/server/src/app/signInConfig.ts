import type { ProviderName, SignInConfig } from '../features/signin/index.ts';
import { isLoopbackUrl } from '../platform/loopback.ts';
import type { Reader } from './configReader.ts';
import type { Environment, EnvironmentName } from './env.ts';

const NAMED = [
  ['google', 'OAUTH_GOOGLE_CLIENT_ID', 'OAUTH_GOOGLE_CLIENT_SECRET'],
  ['github', 'OAUTH_GITHUB_CLIENT_ID', 'OAUTH_GITHUB_CLIENT_SECRET'],
  ['discord', 'OAUTH_DISCORD_CLIENT_ID', 'OAUTH_DISCORD_CLIENT_SECRET'],
] as const;

/** Reads who may vouch for people; what is half said is a problem. */
export function readSignIn(read: Reader, environment: Environment): SignInConfig {
  const signIn: SignInConfig = {};
  for (const [provider, id, secret] of NAMED) {
    const clientId = environment[id];
    demandBoth(read, environment, id, secret);
    if (clientId !== undefined) signIn[provider] = { clientId };
  }
  const issuer = read.url('OIDC_ISSUER', ['https:', 'http:']);
  const clientId = environment.OIDC_CLIENT_ID;
  demandBoth(read, environment, 'OIDC_ISSUER', 'OIDC_CLIENT_ID');
  if (environment.OIDC_CLIENT_SECRET !== undefined && clientId === undefined)
    read.problems.push('OIDC_CLIENT_SECRET is set, but OIDC_CLIENT_ID is not.');
  if (issuer === undefined || clientId === undefined) return signIn;
  if (issuer.startsWith('http:') && !isLoopbackUrl(new URL(issuer)))
    read.problems.push('OIDC_ISSUER must begin with https://, unless it is on this machine.');
  signIn.oidc = { clientId, issuer, name: environment.OIDC_NAME ?? new URL(issuer).hostname };
  return signIn;
}

function demandBoth(
  read: Reader,
  environment: Environment,
  one: EnvironmentName,
  other: EnvironmentName,
): void {
  for (const [set, missing] of [
    [one, other],
    [other, one],
  ] as const) {
    if (environment[set] !== undefined && environment[missing] === undefined)
      read.problems.push(`${set} is set, but ${missing} is not.`);
  }
}

/** The secrets by which a horde proves to the providers who it is. */
export function signInSecrets(environment: Environment): Partial<Record<ProviderName, string>> {
  const secrets: Partial<Record<ProviderName, string>> = {};
  for (const [provider, , name] of [...NAMED, ['oidc', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']] as const) {
    const secret = environment[name];
    if (secret !== undefined) secrets[provider] = secret;
  }
  return secrets;
}
