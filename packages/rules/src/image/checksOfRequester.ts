import { aliasId } from '../shared/alias.ts';
import { isKnownToUs } from '../shared/checks.ts';
import type { CheckContext, ImageCheck } from './check.ts';
import { isSpecialModel } from './reference.ts';

const specialModels = ({ input }: CheckContext) => input.models.filter(isSpecialModel);

/** Part of a special model's name that tells whose it is: `horde_special…::name#id`. */
function aliasInName(model: string): string | undefined {
  const at = model.indexOf('::');
  return at < 0 ? undefined : model.slice(at + 2);
}

/** Steps 21 and 22: models that belong to one user, and requests from hidden addresses in raid mode. */
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
