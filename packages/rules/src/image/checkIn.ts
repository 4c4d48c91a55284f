/** The fields of a worker's pop that are kept at check-in (rules-jobs §3.1, domain-rules §1.3). */

import { aliasId } from '../shared/alias.ts';
import { cutToCodePoints } from '../shared/codePoints.ts';
import { isKnown, type ModelReference } from './reference.ts';

/** Names that are looked at. */
const MODELS_MAX = 300;
const BLACKLIST_WORDS_MAX = 200;
const BLACKLIST_WORD_LENGTH = 15;

/** Maximal size that an untrusted worker may claim without suspicion. */
export const PLAUSIBLE_PIXELS_MAX = 3072 ** 2;

export interface ModelOwner {
  id: number;
  customizer: boolean;
  special: boolean;
}

/**
 * The models that a worker may offer. A name is accepted when the reference knows it, when its owner is a customizer,
 * or, for special owners, when it carries their own alias (`name::alias#id`). `foreign` is one that carries the
 * alias of another user: such a check-in is refused.
 */
export function acceptedImageModels(
  names: readonly string[],
  owner: ModelOwner,
  reference: ModelReference,
): { models: string[]; foreign: string | undefined } {
  const offered = [...new Set(names.slice(0, MODELS_MAX))];
  const aliased = (name: string) => (name.includes('::') ? name.slice(name.indexOf('::') + 2) : undefined);
  const isOwn = (name: string) => aliasId(aliased(name) ?? '') === owner.id;
  return {
    models: offered.filter(
      name => isKnown(name, reference) || owner.customizer || (owner.special && isOwn(name)),
    ),
    foreign: owner.special
      ? offered.find(name => aliased(name) !== undefined && !isKnown(name, reference) && !isOwn(name))
      : undefined,
  };
}

/** Words that keep a prompt from a worker: cut, without repetition, lower case. */
export function cleanBlacklist(words: readonly string[]): string[] {
  const cut = words.map(word => cutToCodePoints(word.trim(), BLACKLIST_WORD_LENGTH).toLowerCase());
  return [...new Set(cut.filter(word => word !== ''))].slice(0, BLACKLIST_WORDS_MAX);
}
