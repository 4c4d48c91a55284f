import { HordeError } from '@openhorde/contract';
import { STYLE_MODELS_MAX, STYLE_TAGS_MAX } from '@openhorde/rules';
import { cleanText } from '../../platform/cleanText.ts';
import { isForeignKeyViolation, isUniqueViolation } from '../../platform/postgresCodes.ts';
import { isProfane } from '../../platform/profanity.ts';

const refused = (message: string) => new HordeError('BadRequest', { message });

/** @throws HordeError BadRequest */
export function assertModels(models: readonly string[]): void {
  if (models.length === 0 || models.length > STYLE_MODELS_MAX) {
    throw refused(`A style names 1 to ${STYLE_MODELS_MAX} models. You name ${models.length}.`);
  }
}

/** @throws HordeError BadRequest */
export function assertTags(tags: readonly string[]): void {
  if (tags.length > STYLE_TAGS_MAX) {
    throw refused(`A style has ${STYLE_TAGS_MAX} tags at most. You give ${tags.length}.`);
  }
}

/** What people read of a style or a collection. @throws HordeError BadRequest */
export function assertDecent(of: {
  name?: string;
  info?: string;
  tags?: readonly string[];
  models?: readonly string[];
}): void {
  const words = {
    name: [of.name ?? ''],
    info: [of.info ?? ''],
    tags: of.tags ?? [],
    models: of.models ?? [],
  };
  for (const [field, texts] of Object.entries(words)) {
    if (texts.some(isProfane)) {
      throw refused(`The ${field} must be fit to be read by everybody. Choose other words.`);
    }
  }
}

/** A name as it is kept and found by. @throws HordeError BadRequest when nothing is left of it */
export function nameOf(sent: string): string {
  const name = cleanText(sent);
  if (name === '') throw refused('The name must not be empty.');
  return name;
}

/** Each once. */
export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Tags as they are kept: cleaned, each once, none empty. */
export const tagsOf = (sent: readonly string[]): string[] =>
  distinct(sent.map(cleanText).filter(tag => tag !== ''));

export const nameIsTaken = (what: 'style' | 'collection') =>
  refused(`You have a ${what} of this name already. Choose another name.`);

/** What an error of the database means where names or addresses are unique, and something that is pointed at may go. */
export function meantBy(error: unknown, meaning: { taken: Error; gone?: Error }): unknown {
  if (isUniqueViolation(error)) return meaning.taken;
  return (isForeignKeyViolation(error) && meaning.gone) || error;
}
