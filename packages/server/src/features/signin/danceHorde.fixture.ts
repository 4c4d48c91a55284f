import { startTestHorde } from '@openhorde/testkit';
import { loadSecrets } from '../../app/secrets.ts';
import { startOauthProvider } from './oauthProvider.fixture.ts';
import { startOidcProvider } from './oidcProvider.fixture.ts';
import { signed, unsigned } from './signed.ts';
import { formTokenIn, keyIn, type Visitor } from './visitor.fixture.ts';

/** A horde with three ways to sign in, and what tests do there. */
export async function startDanceHorde() {
  const SERVER_SECRET = 'the secret of the horde in this test';
  const oidc = await startOidcProvider({ horde: 'secret of the client', wiki: 'secret of another' });
  const github = await startOauthProvider('octo', 'secret of octo');
  const horde = await startTestHorde(
    {
      SERVER_SECRET,
      OIDC_ISSUER: oidc.issuer,
      OIDC_CLIENT_ID: 'horde',
      OIDC_CLIENT_SECRET: 'secret of the client',
      OIDC_NAME: 'Our <club>',
      OAUTH_GOOGLE_CLIENT_ID: 'wiki',
      OAUTH_GOOGLE_CLIENT_SECRET: 'secret of another',
      OAUTH_GITHUB_CLIENT_ID: 'octo',
      OAUTH_GITHUB_CLIENT_SECRET: 'secret of octo',
    },
    { signInEndpoints: { github: github.endpoints, google: oidc.issuer } },
  );
  const { url } = horde;
  const finish = `${url}/finish_dance`;
  const { signInKey } = await loadSecrets(horde.home, { SERVER_SECRET });

  /** Goes to the provider and back, but not in: what the browser would come back with. */
  async function danceUpToTheDoor(visitor: Visitor): Promise<string> {
    return (await visitor.visit(`${url}/oidc/register`, { stopAt: finish })).url;
  }

  /** Another dance cookie, as the horde itself might have signed it. */
  function alterDance(visitor: Visitor, fields: object): void {
    const dance = unsigned(signInKey, 'dance', visitor.cookie(url, 'openhorde_dance') ?? '');
    visitor.setCookie(
      url,
      'openhorde_dance',
      signed(signInKey, 'dance', { ...(dance as object), ...fields }),
    );
  }

  async function signUp(visitor: Visitor, person: string, username: string): Promise<string> {
    oidc.person = person;
    const { html } = await visitor.visit(`${url}/oidc/register`);
    const made = await visitor.send(`${url}/register`, { username, form_token: formTokenIn(html) });
    return keyIn(made.html);
  }

  const userOf = async (key: string) => {
    const { status, body } = await horde.call('GET', '/find_user', { apikey: key });
    return { status, ...(body as { username: string; id: number; kudos: number }) };
  };

  return {
    horde,
    url,
    finish,
    oidc,
    danceUpToTheDoor,
    alterDance,
    signUp,
    userOf,
    async stop() {
      await horde.stop();
      await oidc.stop();
      await github.stop();
    },
  };
}
