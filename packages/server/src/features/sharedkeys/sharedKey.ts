import { type Output, rfc822, type SharedKeyDetails } from '@openhorde/contract';
import { type Cents, NO_LIMIT, type SharedKeyLimits } from '@openhorde/rules';

/** A shared key as its row holds it. */
export interface SharedKey extends SharedKeyLimits {
  /** The credential itself. */
  readonly id: string;
  readonly userId: number;
  readonly name: string | null;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  /** What may still be spent; null: without limit, 0: used up. */
  readonly leftCents: Cents | null;
  /** `leftCents` less what its requests hold; below 0 when its owner has lowered it since. */
  readonly freeCents: Cents | null;
  readonly utilizedCents: Cents;
  /** It pays for a style alone. */
  readonly styleBound: boolean;
}

export interface SharedKeyRow extends Record<string, unknown> {
  id: string;
  user_id: number;
  name: string | null;
  expires_at: Date | null;
  kudos: number | null;
  /** What its requests hold of it. */
  reserved: number;
  utilized: number;
  max_image_pixels: number;
  max_image_steps: number;
  max_text_tokens: number;
  style_bound: boolean;
}

export const COLUMNS =
  'id, user_id, name, expires_at, kudos, utilized, max_image_pixels, max_image_steps, max_text_tokens, ' +
  '(SELECT coalesce(sum(remaining), 0) FROM kudos_holds h WHERE h.shared_key_id = shared_keys.id AND released_at IS NULL) AS reserved, ' +
  'EXISTS (SELECT FROM styles WHERE styles.shared_key_id = shared_keys.id) AS style_bound';

const centsOf = (kudos: number): Cents => Math.round(kudos * 100);

export const sharedKeyOf = (row: SharedKeyRow): SharedKey => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  expiresAtMs: row.expires_at?.getTime() ?? null,
  leftCents: row.kudos === null ? null : centsOf(row.kudos),
  freeCents: row.kudos === null ? null : centsOf(row.kudos) - centsOf(row.reserved),
  utilizedCents: centsOf(row.utilized),
  maxImagePixels: row.max_image_pixels,
  maxImageSteps: row.max_image_steps,
  maxTextTokens: row.max_text_tokens,
  styleBound: row.style_bound,
});

/** Whole kudos for the wire: 0 means used up, so the last fraction of one still shows as 1. */
function wholeKudos(cents: Cents): number {
  return cents > 0 ? Math.max(1, Math.round(cents / 100)) : 0;
}

/** A shared key as the API shows it. */
export function sharedKeyDetails(key: SharedKey, ownerAlias: string): Output<SharedKeyDetails> {
  return {
    id: key.id,
    username: ownerAlias,
    name: key.name,
    kudos: key.leftCents === null ? NO_LIMIT : wholeKudos(key.leftCents),
    expiry: key.expiresAtMs === null ? null : rfc822(key.expiresAtMs),
    utilized: Math.round(key.utilizedCents / 100),
    max_image_pixels: key.maxImagePixels,
    max_image_steps: key.maxImageSteps,
    max_text_tokens: key.maxTextTokens,
  };
}
