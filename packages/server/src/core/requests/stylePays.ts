import { isForeignStyle, NO_LIMIT, namedId, sharedKeyExpired } from '@openhorde/rules';
import { isUsedUp, type Payer, type PayerNeeds } from './payer.ts';
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
  if (!key || isUsedUp(key) || sharedKeyExpired(key, horde.world.now())) return payer;
  const user = await horde.accounts.byId(key.userId);
  if (!user || user.deleted) return payer;
  const limits = { maxImagePixels: NO_LIMIT, maxImageSteps: NO_LIMIT, maxTextTokens: NO_LIMIT };
  return { user, askerId: payer.askerId, sharedKey: { ...key, ...limits } };
}

/**
 * The user whom a request owes for its style, if any: the request is taxed for it, and its first delivered
 * job earns the reward. The owner's own request owes nothing, through any door: paid by the owner, asked for
 * with a key of the owner's, a shared one too, or made by a service for the owner's account.
 */
export function styleOwnerToPay({
  user,
  askerId,
  proxiedAccount,
  style,
}: Pick<Requester, 'user' | 'askerId' | 'proxiedAccount' | 'style'>): number | undefined {
  const served = proxiedAccount === undefined ? undefined : namedId(proxiedAccount);
  return style && isForeignStyle(style.ownerId, [user.id, askerId, served]) ? style.ownerId : undefined;
}
