import { isForeignStyle, NO_LIMIT, sharedKeyExpired } from '@openhorde/rules';
import type { Payer, PayerNeeds } from './payer.ts';
import type { AppliedStyle, Requester } from './requester.ts';

// What a style means for who pays (domain-rules §7, rules-kudos §7.4).

/**
 * The shared key of a style pays for the request, whatever its limits for a job are. One that cannot is passed over, and so
 * is any for an education account, whose own rules must go on to hold.
 */
export async function payerByStyle(
  horde: PayerNeeds,
  payer: Payer,
  style: AppliedStyle | undefined,
): Promise<Payer> {
  if (!style?.sharedKeyId || payer.user.education) return payer;
  const key = await horde.sharedKeys.find(style.sharedKeyId);
  if (!key || key.leftCents === 0 || sharedKeyExpired(key, horde.world.now())) return payer;
  const user = await horde.accounts.byId(key.userId);
  if (!user || user.deleted) return payer;
  const limits = { maxImagePixels: NO_LIMIT, maxImageSteps: NO_LIMIT, maxTextTokens: NO_LIMIT };
  return { user, sharedKey: { ...key, ...limits } };
}

/** Whether the request is taxed for its style, for its owner to earn: never what goes from an account to itself. */
export const paysForStyle = ({ user, style }: Pick<Requester, 'user' | 'style'>): boolean =>
  style !== undefined && isForeignStyle(style.ownerId, user.id);
