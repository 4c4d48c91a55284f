import type { FastifyInstance } from 'fastify';
import { clientOf, doorOf } from '../../http/door.ts';
import { MemoryLimitStore } from '../../http/limitStore.ts';
import { householdOf } from '../../platform/networks.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Session, SignIn } from '../signin/index.ts';
import { register } from './register.ts';
import { keyPage, type RegisterForm, refusalPage, registerForm } from './registerPage.ts';
import { fieldOf, STALE_FORM, sendPage } from './sendPage.ts';

export interface PageRoutesNeeds {
  accounts: Accounts;
  signIn: SignIn;
  now(): number;
  /** Whether the horde is under attack: then people must sign in to register. */
  isRaid(): boolean;
  /** Whether an address is in time-out. */
  isInTimeout(ip: string): boolean;
}

const BODY_BYTES_MAX = 4096;
/** New accounts of one address: a class room may register together, a program may not fill the table. */
const ACCOUNTS_MAX = 60;
const WINDOW_MILLISECONDS = 3_600_000;

/** `/register`, where a person gets a key with nothing but a browser. */
export function pageRoutes(
  app: FastifyInstance,
  { accounts, signIn, now, isRaid, isInTimeout }: PageRoutesNeeds,
): void {
  const door = doorOf(app);
  const limits = new MemoryLimitStore(now);
  const { sessions, providers } = signIn;

  async function form(session: Session | undefined, tried: Partial<RegisterForm> = {}): Promise<string> {
    const account = session && (await accounts.byOauthId(session.accountKey));
    return registerForm({ ...tried, providers, session, account });
  }

  app.get('/register', async (request, reply) =>
    sendPage(reply, 200, await form(await sessions.find(request.headers.cookie))),
  );

  app.post('/register', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const session = await sessions.find(request.headers.cookie);
    if (isRaid() && !session)
      return sendPage(reply, 403, refusalPage('New accounts are closed at the moment. Try again later.'));
    const username = fieldOf(request, 'username');
    if (session && !sessions.isOwnForm(session, fieldOf(request, 'form_token')))
      return sendPage(reply, 403, await form(session, { refusal: STALE_FORM, username }));
    await door.meet(request);
    if (isInTimeout(clientOf(request).peerIp)) {
      return sendPage(
        reply,
        403,
        refusalPage(
          'Your address is in time-out, after prompts that were refused or by a moderator. Try again later.',
        ),
      );
    }
    if (
      door.limiter &&
      limits.hit(householdOf(clientOf(request).peerIp), WINDOW_MILLISECONDS).count > ACCOUNTS_MAX
    ) {
      return sendPage(
        reply,
        429,
        refusalPage('Many accounts came from your address lately. Try again in an hour.'),
      );
    }
    const outcome = await register(accounts, username, session?.accountKey);
    if ('refusal' in outcome) return sendPage(reply, 400, await form(session, { ...outcome, username }));
    return sendPage(reply, 200, keyPage({ ...outcome, holder: session ? 'owner' : 'stranger' }));
  });
}
