import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { clientOf, doorOf } from '../../http/door.ts';
import type { Principal } from '../../http/index.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Session, SignIn } from '../signin/index.ts';
import { type SendNeeds, sendKudos } from '../transfers/index.ts';
import { fieldOf, STALE_FORM, sendPage } from './sendPage.ts';
import { type TransferForm, transferForm } from './transferPage.ts';

const BODY_BYTES_MAX = 4096;

interface Needs extends SendNeeds {
  accounts: Pick<Accounts, 'byId' | 'byOauthId' | 'byKey'>;
  signIn: SignIn;
}

/** An account, and the browser in which its owner has signed in. */
interface Sender {
  session: Session;
  account: Principal;
}

/** `/transfer`, where a person sends kudos with nothing but a browser and a key, or signed in. */
export function transferPageRoutes(app: FastifyInstance, needs: Needs): void {
  const door = doorOf(app);
  const { sessions, providers } = needs.signIn;

  const form = (
    sender: Sender | undefined,
    fields: Omit<TransferForm, 'providers' | 'sender'> = {},
  ): string =>
    transferForm({
      ...fields,
      providers,
      sender: sender && { session: sender.session, alias: sender.account.alias },
    });

  app.get('/transfer', async (request, reply) =>
    sendPage(reply, 200, form(await senderOf(needs, request.headers.cookie))),
  );

  app.post('/transfer', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const [username, amount, apikey] = ['username', 'amount', 'src_api_key'].map(name =>
      fieldOf(request, name).trim(),
    ) as [string, string, string];
    await door.meet(request);
    const { ip, peerIp } = clientOf(request);
    const sender = await senderOf(needs, request.headers.cookie);
    // The page is no way around the limits of the API.
    const { transferKudos } = routes;
    const who = apikey === '' && sender ? sender.session.accountKey : apikey;
    const counted = { method: 'POST', params: {}, ip, peerIp, apikey: who };
    await door.limiter?.count(transferKudos, counted, reply);
    try {
      // A key that was typed comes before the signed-in account.
      const isSignedIn = apikey === '' && sender;
      if (isSignedIn && !sessions.isOwnForm(sender.session, fieldOf(request, 'form_token')))
        throw new HordeError('Forbidden', { message: STALE_FORM });
      const from = isSignedIn ? sender.account : await ownerOf(needs, apikey);
      const sent = await sendKudos(needs, from, { username, amount: wholeKudos(amount) });
      return sendPage(reply, 200, form(sender, { done: `${sent} kudos are on their way to ${username}.` }));
    } catch (error) {
      if (!(error instanceof HordeError)) throw error;
      // As recorded: a form is answered with a sentence, whether it worked or not. One of another site is none of ours.
      const status = error.rc === 'Forbidden' ? error.status : 200;
      return sendPage(reply, status, form(sender, { username, amount, refusal: error.message }));
    }
  });
}

/** Undefined when the browser is not signed in, or the person has no account yet. */
async function senderOf(
  { signIn, accounts }: Needs,
  cookies: string | undefined,
): Promise<Sender | undefined> {
  const session = await signIn.sessions.find(cookies);
  const account = session && (await accounts.byOauthId(session.accountKey));
  return account && { session, account };
}

/** @throws HordeError InvalidAPIKey, KeyScopeInsufficient */
async function ownerOf({ accounts }: Needs, apikey: string): Promise<Principal> {
  const owner = await accounts.byKey(apikey);
  if (!owner) throw new HordeError('InvalidAPIKey');
  if ((owner.keyScope ?? 'all') !== 'all') throw new HordeError('KeyScopeInsufficient');
  return owner;
}

/** @throws HordeError BadRequest */
function wholeKudos(amount: string): number {
  if (/^\d{1,15}$/.test(amount)) return Number(amount);
  throw new HordeError('BadRequest', { message: 'The amount must be a whole number of kudos.' });
}
