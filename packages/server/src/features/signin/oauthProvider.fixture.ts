import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OauthEndpoints } from './oauthProvider.ts';

/** A provider of plain OAuth 2 on this machine, which keeps to the documents of GitHub and demands PKCE. */
export interface OauthFixture {
  endpoints: OauthEndpoints;
  /** Who comes. */
  profile: unknown;
  stop(): Promise<void>;
}

interface Grant {
  redirectUri: string;
  challenge: string;
}

export async function startOauthProvider(clientId: string, clientSecret: string): Promise<OauthFixture> {
  const grants = new Map<string, Grant>();
  const tokens = new Set<string>();
  const server = http.createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fixture: OauthFixture = {
    endpoints: {
      issuer: url,
      authorization: `${url}/authorize`,
      token: `${url}/token`,
      profile: `${url}/user`,
    },
    profile: { id: 583231, login: 'octocat' },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (pathname === '/authorize') {
      const back = authorize(searchParams);
      response.writeHead(302, { location: back }).end();
    } else if (pathname === '/token') {
      const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
      json(response, 200, exchange(form));
    } else {
      const token = request.headers.authorization?.replace(/^bearer /i, '') ?? '';
      const isGood = tokens.has(token) && request.headers['user-agent'] !== undefined;
      json(response, isGood ? 200 : 401, isGood ? fixture.profile : { message: 'Bad credentials' });
    }
  }

  function authorize(query: URLSearchParams): string {
    const code = randomUUID();
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== clientId || query.get('code_challenge_method') !== 'S256')
      return `${redirectUri}?error=invalid_request&state=${query.get('state')}`;
    grants.set(code, { redirectUri, challenge: query.get('code_challenge') ?? '' });
    return `${redirectUri}?code=${code}&state=${query.get('state')}`;
  }

  /** Errors come with status 200, as GitHub sends them. */
  function exchange(form: URLSearchParams): object {
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret)
      return { error: 'incorrect_client_credentials' };
    const code = form.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || grant.redirectUri !== form.get('redirect_uri') || grant.challenge !== challenge)
      return { error: 'bad_verification_code' };
    const token = randomUUID();
    tokens.add(token);
    return { access_token: token, token_type: 'bearer', scope: '' };
  }

  return fixture;
}

const json = (response: http.ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
