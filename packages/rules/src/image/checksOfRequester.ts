import { aliasId } from '../shared/alias.ts';
import type { CheckContext, ImageCheck } from './check.ts';
import { isSpecialModel } from './reference.ts';

const EXTRA_SOURCE_IMAGES_MAX = 5;
/** For accounts that are neither trusted nor patrons. */
const EXTRA_SOURCE_IMAGES_MAX_UNTRUSTED = 1;

const isKnownToUs = ({ requester }: CheckContext) => requester.trusted || requester.patron;

const specialModels = ({ input }: CheckContext) => input.models.filter(isSpecialModel);

/** Part of a special model's name that tells whose it is: `horde_special…::name#id`. */
function aliasInName(model: string): string | undefined {
  const at = model.indexOf('::');
  return at < 0 ? undefined : model.slice(at + 2);
}

/** Steps 12 to 15: what an account may ask for at all. */
export const PRIVILEGE_CHECKS: readonly ImageCheck[] = [
  {
    step: 12,
    rc: 'TooManyExtraSourceImages',
    fails: ({ input }) => input.extraSourceImages > EXTRA_SOURCE_IMAGES_MAX,
  },
  {
    step: 12,
    rc: 'MoreThanMinExtraSourceImage',
    fails: context =>
      context.input.extraSourceImages > EXTRA_SOURCE_IMAGES_MAX_UNTRUSTED && !isKnownToUs(context),
  },
  { step: 13, rc: 'MissingPrompt', fails: ({ input }) => input.prompt === '' },
  {
    step: 15,
    rc: 'RequiresTrust',
    fails: context =>
      (context.input.params.n ?? 1) > 1 && context.input.disableBatching && !isKnownToUs(context),
  },
];

/** Steps 21 and 22: models that belong to somebody, and requests from nowhere while the horde is under attack. */
export const SPECIAL_CHECKS: readonly ImageCheck[] = [
  {
    step: 21,
    rc: 'SpecialModelNeedsSpecialUser',
    fails: context => !context.requester.special && specialModels(context)[0],
  },
  {
    step: 21,
    rc: 'SpecialMissingUsername',
    fails: context => specialModels(context).find(name => aliasInName(name) === undefined),
  },
  {
    step: 21,
    rc: 'SpecialForbidden',
    fails: context =>
      specialModels(context).find(name => aliasId(aliasInName(name) ?? '') !== context.requester.id),
  },
  {
    step: 21,
    rc: 'SpecialMissingPayload',
    fails: context => context.input.params.special === undefined && specialModels(context)[0],
  },
  {
    step: 22,
    rc: 'UntrustedUnsafeIP',
    fails: context => context.raid && !context.requester.safeIp && !isKnownToUs(context),
  },
];
