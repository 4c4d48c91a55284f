import { HordeError } from '@openhorde/contract';
import {
  ANONYMOUS_ID,
  type Cents,
  fromCents,
  overLimit,
  reservedOnKey,
  type SharedKeyJob,
  sharedKeyExpired,
} from '@openhorde/rules';
import { type Call, type Principal, withoutPower } from '../../http/index.ts';
import type { World } from '../../platform/world.ts';
import type { Accounts } from '../needs.ts';
import type { PayingKey, Requester } from './requester.ts';

// Requests that are paid by a key which its owner shares (rules-kudos §8).

export interface PayerNeeds {
  sharedKeys: { find(id: string): Promise<PayingKey | undefined> };
  accounts: Accounts;
  world: Pick<World, 'now'>;
}

/** Who asks, who pays for a request, and through which shared key. */
export type Payer = Pick<Requester, 'user' | 'askerId' | 'sharedKey' | 'lowPriority'>;

/** Whether nothing of a key is left that a request could have: all is spent, or held by others. */
export const isUsedUp = ({ freeCents }: PayingKey): boolean => freeCents !== null && freeCents <= 0;

export interface Credentials {
  principal(): Promise<Principal>;
  /** Only where shared keys are taken. */
  principalOr?: Call['principalOr'];
}

/**
 * Whose request it is: the account of the key, or the owner of the shared key. An empty shared key makes it a
 * request of the anonymous account, behind all others, where the client allows that.
 * @throws HordeError SharedKeyEmpty, SharedKeyExpired, SharedKeyAssignedStyles, InvalidAPIKey
 */
export async function payerOf(
  horde: PayerNeeds,
  { principal, principalOr }: Credentials,
  { allowDowngrade, styleKeyId }: { allowDowngrade: boolean; styleKeyId: string | null | undefined },
): Promise<Payer> {
  const found = principalOr
    ? await principalOr(key => horde.sharedKeys.find(key))
    : { other: undefined, principal: await principal() };
  if (!found.other) return { user: found.principal, askerId: found.principal.id };
  const key: PayingKey = found.other;
  if (key.leftCents === 0 && !allowDowngrade) throw new HordeError('SharedKeyEmpty');
  if (sharedKeyExpired(key, horde.world.now())) throw new HordeError('SharedKeyExpired');
  if (key.styleBound && key.id !== styleKeyId) throw new HordeError('SharedKeyAssignedStyles');
  const isNobodys = allowDowngrade && isUsedUp(key);
  const user = await horde.accounts.byId(isNobodys ? ANONYMOUS_ID : key.userId);
  if (!user) throw new HordeError('InvalidAPIKey');
  const asker = { askerId: key.userId };
  return isNobodys
    ? { ...asker, user, lowPriority: true }
    : { ...asker, user: withoutPower(user), sharedKey: key };
}

/**
 * Lets a request on a shared key through when the key can pay what it is estimated at, or puts it behind all others where
 * the client allows that.
 * @throws HordeError SharedKeyInsufficientKudos
 */
export function fundedRequester(
  requester: Requester,
  estimateCents: Cents,
  allowDowngrade: boolean,
): Requester {
  const { sharedKey } = requester;
  const freeCents = sharedKey?.freeCents ?? null;
  if (freeCents === null || reservedOnKey(freeCents, estimateCents) !== undefined) return requester;
  if (allowDowngrade) return { ...requester, lowPriority: true };
  throw new HordeError('SharedKeyInsufficientKudos', {
    message:
      `The request is estimated at ${fromCents(estimateCents)} kudos, and this shared key has ` +
      `${fromCents(Math.max(0, freeCents))} left that no other request holds. Make it smaller, set allow_downgrade to wait longer, or use your own key.`,
  });
}

const LIMIT_WORDS = {
  maxImagePixels: 'pixels (width times height)',
  maxImageSteps: 'steps',
  maxTextTokens: 'tokens',
} as const;

/** A job on a shared key keeps to its limits. @throws HordeError BadRequest */
export function assertWithinSharedKey({ sharedKey }: Pick<Requester, 'sharedKey'>, job: SharedKeyJob): void {
  const limit = sharedKey && overLimit(sharedKey, job);
  if (!limit) return;
  throw new HordeError('BadRequest', {
    message: `This shared key is good for ${sharedKey[limit]} ${LIMIT_WORDS[limit]} at most. Ask for less, or use your own key.`,
  });
}
