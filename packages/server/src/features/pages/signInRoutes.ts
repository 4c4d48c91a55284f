import type { FastifyInstance, FastifyReply } from 'fastify';
import { clientOf, doorOf } from '../../http/door.ts';
import { MemoryLimitStore } from '../../http/limitStore.ts';
import { householdOf } from '../../platform/networks.ts';
import { FINISH_PATH, type SignIn, SignInError } from '../signin/index.ts';
import { refusalPage } from './registerPage.ts';
import { fieldOf, STALE_FORM, sendPage } from './sendPage.ts';
import { refusedSignInPage, STATUS_OF } from './signInPage.ts';

export interface SignInRoutesNeeds {
  signIn: SignIn;
  /** Without a slash at the end. */
  publicUrl(): string;
  now(): number;
}

const BODY_BYTES_MAX = 4096;
/** Steps of sign-ins that one address may take in a minute: each may ask a provider something. */
const STEPS_MAX = 60;
const WINDOW_MILLISECONDS = 60_000;
const PROVIDERS = ['google', 'github', 'discord', 'oidc'] as const;

/** The way to a provider and back: `/google/{return_to}` and its like, `/finish_dance`, `/sign_out`. */
export function signInRoutes(app: FastifyInstance, { signIn, publicUrl, now }: SignInRoutesNeeds): void {
  const door = doorOf(app);
  const limits = new MemoryLimitStore(now);
  const { sessions } = signIn;

  const isTooMany = (ip: string): boolean =>
    door.limiter !== undefined && limits.hit(householdOf(ip), WINDOW_MILLISECONDS).count > STEPS_MAX;

  const refuse = (reply: FastifyReply, error: unknown): FastifyReply => {
    if (!(error instanceof SignInError)) throw error;
    return sendPage(reply, STATUS_OF[error.reason], refusedSignInPage(error.reason, publicUrl()));
  };

  const slowDown = (reply: FastifyReply): FastifyReply =>
    sendPage(reply, 429, refusalPage('Many sign-ins came from your address. Try again in a minute.'));

  for (const provider of PROVIDERS) {
    app.get<{ Params: { '*': string } }>(`/${provider}/*`, async (request, reply) => {
      await door.meet(request);
      if (isTooMany(clientOf(request).peerIp)) return slowDown(reply);
      try {
        const { url, cookie } = await signIn.begin(provider, request.params['*'], publicUrl());
        return leave(reply.header('set-cookie', cookie), url.href);
      } catch (error) {
        return refuse(reply, error);
      }
    });
  }

  app.get(FINISH_PATH, async (request, reply) => {
    await door.meet(request);
    if (isTooMany(clientOf(request).peerIp)) return slowDown(reply);
    const answer = new URL(`${publicUrl()}${FINISH_PATH}`);
    answer.search = request.url.slice(request.url.indexOf('?') + 1 || request.url.length);
    try {
      const { returnTo, cookies } = await signIn.finish(answer, request.headers.cookie);
      return leave(reply.header('set-cookie', cookies), returnTo);
    } catch (error) {
      return refuse(reply.header('set-cookie', signIn.endOfDance()), error);
    }
  });

  app.post('/sign_out', { bodyLimit: BODY_BYTES_MAX }, async (request, reply) => {
    const { cookie } = request.headers;
    const session = await sessions.find(cookie);
    if (session && !sessions.isOwnForm(session, fieldOf(request, 'form_token')))
      return sendPage(reply, 403, refusalPage(STALE_FORM));
    return leave(reply.header('set-cookie', await sessions.close(cookie)), '/register');
  });
}

/** Sends a browser elsewhere, by GET; no cache keeps this. */
const leave = (reply: FastifyReply, address: string): FastifyReply =>
  reply.header('cache-control', 'no-store').redirect(address, 303);
