/** The fields of a Scribe's pop that are kept at check-in (rules-jobs §3.1, http-api-text §4). */
import { aliasId } from '../shared/alias.ts';
import { cutToCodePoints } from '../shared/codePoints.ts';

const MODELS_MAX = 200;
const SOFTPROMPTS_MAX = 200;
const SOFTPROMPT_LENGTH = 100;

/**
 * The models that a worker may offer: of any name, but one that carries an alias (`name::alias#id`) must carry its owner's.
 * `foreign` is one that does not: such a check-in is refused.
 */
export function acceptedTextModels(
  names: readonly string[],
  ownerId: number,
): { models: string[]; foreign: string | undefined } {
  const models = [...new Set(names.slice(0, MODELS_MAX))];
  const foreign = models.find(name => {
    const at = name.indexOf('::');
    return at >= 0 && aliasId(name.slice(at + 2)) !== ownerId;
  });
  return { models, foreign };
}

/** Names of soft prompts: cut, without repetition. */
export function cleanSoftprompts(names: readonly string[]): string[] {
  const cut = names.slice(0, SOFTPROMPTS_MAX).map(name => cutToCodePoints(name, SOFTPROMPT_LENGTH));
  return [...new Set(cut.filter(name => name !== ''))];
}
