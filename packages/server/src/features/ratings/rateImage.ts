import { HordeError, type ImageRatingInput, isUuid } from '@openhorde/contract';
import { fromCents } from '@openhorde/rules';
import type { World } from '../../platform/world.ts';
import type { Rater } from './rater.ts';
import type { Rating } from './saveRating.ts';

/**
 * Takes a rating of an image that was handed out.
 * @throws HordeError RatingImageNotFound, TooManyRatings, RatingChallengeDue, RatingAlreadyExists, RatingNotHandedOut
 */
export async function rateImage(
  { world, saveRating }: { world: World; saveRating(rating: Rating): Promise<number> },
  rater: Rater,
  imageId: string,
  { rating, artifacts, viewing_ms: viewingMs }: ImageRatingInput,
  clientAgent: string,
): Promise<{ reward: number; message: string }> {
  if (!isUuid(imageId)) throw new HordeError('RatingImageNotFound');
  const cents = await saveRating({
    callId: world.uuid(),
    imageId,
    rater,
    rating,
    artifacts,
    viewingMs,
    clientAgent,
    atMs: world.now(),
  });
  const reward = fromCents(cents);
  return { reward, message: reward > 0 ? `Thank you. You have earned ${reward} kudos.` : 'Thank you.' };
}
