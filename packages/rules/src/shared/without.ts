import type { Option, Relaxation } from './nearest.ts';

type Change<Requirements> = Omit<Option<Requirements>, 'requirements'> & {
  requirements: Partial<Requirements>;
};

/** One way, the same for every worker, where the request asks for the thing at all. */
export function without<Requirements, Offer, Context>(
  lifts: readonly string[],
  isAsked: (requirements: NoInfer<Requirements>) => boolean,
  { requirements, changes }: Change<NoInfer<Requirements>>,
): Relaxation<Requirements, Offer, Context> {
  return {
    lifts,
    relax: asked => (isAsked(asked) ? [{ requirements: { ...asked, ...requirements }, changes }] : []),
  };
}
