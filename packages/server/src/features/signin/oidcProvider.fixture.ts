import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** A provider of OpenID Connect on this machine, real but for its login page: every visitor is `person`. */
export interface OidcFixture {
  issuer: string;
  /** Who signs in; null: the visitor declines. */
  person: string | null;
  /** Shows other keys than it signs with. */
  showsOtherKeys: boolean;
  stop(): Promise<void>;
}

const keyNamed = (kid: string) => ({
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
});

/** @param clients id and secret of each */
export async function startOidcProvider(clients: Record<string, string>): Promise<OidcFixture> {
  const server = http.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fixture: OidcFixture = {
    issuer,
    person: 'ada',
    showsOtherKeys: false,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const { kty, n, e } = keyNamed('one');
  const otherKeys = { keys: [{ kty, n, e, kid: 'one', use: 'sig', alg: 'RS256' }] };
  const provider = new Provider(issuer, {
    // A native client may come back to any port of this machine.
    clients: Object.entries(clients).map(([client_id, client_secret]) => ({
      client_id,
      client_secret,
      application_type: 'native',
      redirect_uris: ['http://127.0.0.1/finish_dance'],
    })),
    jwks: { keys: [keyNamed('one')] },
    cookies: { keys: ['a key for the cookies of the fixture'] },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  });
  provider.use(async (context, next) => {
    if (context.path.startsWith('/interaction/')) {
      context.respond = false;
      return finishInteraction(provider, context.req, context.res, fixture.person);
    }
    await next();
    if (context.path === '/jwks' && fixture.showsOtherKeys) context.body = otherKeys;
  });
  server.on('request', provider.callback());
  return fixture;
}

async function finishInteraction(
  provider: Provider,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  person: string | null,
): Promise<void> {
  if (person === null) return provider.interactionFinished(request, response, { error: 'access_denied' });
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: person, clientId: String(params.client_id) });
  grant.addOIDCScope(String(params.scope));
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, {
    login: { accountId: person },
    consent: { grantId },
  });
}
