import { family } from './entry.ts';

/** Refusals of the ratings service; those of `generate/rate` are among the codes of requests. */
export const RATING_CODES = family({
  RatingsClosed: { status: 404, message: 'This horde does not hand out images to rate.' },
  NoImageToRate: {
    status: 404,
    message: 'There is no image left that you could rate. Come back later, or try another data set.',
  },
  RatingImageNotFound: { status: 404, message: 'There is no such image to rate. Ask for a new one.' },
  RatingDatasetNotFound: { status: 404, message: 'There is no such data set. Look for its id in the list.' },
  RatingNotHandedOut: {
    status: 403,
    message: 'This image was not handed out to you. Ask for a new one and rate that.',
  },
  RatingAlreadyExists: { status: 403, message: 'You have rated this image already. Ask for a new one.' },
  RatingChallengeDue: {
    status: 428,
    message: 'Please solve a challenge first: GET and then POST /v2/ratings/challenge.',
  },
  RatingChallengeFailed: {
    status: 400,
    message: 'This is not the solution of your current challenge. Ask for a new challenge.',
  },
  NoRatingsToExport: { status: 404, message: 'There are no such ratings yet. Export them later.' },
  TooManyRatings: { status: 429, message: 'You rate faster than anybody can look. Take a break.' },
});
