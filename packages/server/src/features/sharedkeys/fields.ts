import { HordeError, type SharedKeyInput } from '@openhorde/contract';
import { KUDOS_MAX, NO_LIMIT, tidyLine } from '@openhorde/rules';

const DAY_MILLISECONDS = 86_400_000;
/** A hundred years: what is meant to last longer is meant to last for ever. */
const DAYS_MAX = 36_525;

/** Columns of a shared key, as its owner sets them. */
export interface SharedKeyFields {
  name?: string;
  expires_at?: Date | null;
  kudos?: number | null;
  max_image_pixels?: number;
  max_image_steps?: number;
  max_text_tokens?: number;
}

/**
 * What was sent, as columns. Limits are not held to their documented range, but below -1 nothing makes sense: it counts as 0,
 * which lets nothing through.
 * @param noDaysMeanNever whether an expiry of 0 days stands for none; else the key ends at once
 * @throws HordeError BadRequest
 */
export function fieldsOf(input: SharedKeyInput, nowMs: number, noDaysMeanNever: boolean): SharedKeyFields {
  const fields: SharedKeyFields = {};
  const { name, expiry, kudos } = input;
  if (name !== undefined) {
    fields.name = tidyLine(name);
    if (fields.name === '' && name !== '') {
      throw new HordeError('BadRequest', {
        message: 'The name of a shared key must have letters that one can see.',
      });
    }
  }
  if (expiry !== undefined) {
    const never = expiry === NO_LIMIT || (expiry === 0 && noDaysMeanNever);
    const days = Math.max(-DAYS_MAX, Math.min(DAYS_MAX, expiry));
    fields.expires_at = never ? null : new Date(nowMs + days * DAY_MILLISECONDS);
  }
  if (kudos !== undefined) {
    fields.kudos = kudos === NO_LIMIT ? null : Math.min(KUDOS_MAX, Math.max(0, kudos));
  }
  for (const limit of ['max_image_pixels', 'max_image_steps', 'max_text_tokens'] as const) {
    const value = input[limit];
    if (value !== undefined) fields[limit] = value < NO_LIMIT ? 0 : value;
  }
  return fields;
}
