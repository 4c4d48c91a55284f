import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, id, NAME, oneOf, text } from '../fields.ts';
import { route } from '../route.ts';
import { RequestError, RequestValidationError } from '../schemas/errors.ts';
import { GenerationSubmitted } from '../schemas/imageWorker.ts';
import {
  AestheticsPayload,
  DatasetImported,
  DatasetImportInput,
  ImageRated,
  ImageRatingInput,
  ImageToRate,
  RaterDetails,
  RatingChallenge,
  RatingChallengeInput,
  RatingDataset,
  RatingExportLine,
} from '../schemas/ratings.ts';
import { SimpleResponse } from '../schemas/status.ts';
import { REQUEST_ID } from './shared.ts';

export const rateImages = route({
  method: 'POST',
  path: '/v2/generate/rate/{id}',
  operationId: 'post_aesthetics',
  tag: 'Images',
  summary: 'Rate the images of a request',
  description:
    'For requests whose images are shared. Whoever knows the request may rate; its requester gets the kudos. Each image is rated once.',
  access: 'public',
  limits: [{ count: 5, seconds: 60, per: 'path' }],
  params: REQUEST_ID,
  body: AestheticsPayload,
  bodyCheck: 'schema',
  answers: { 200: GenerationSubmitted, 400: RequestError, 401: RequestError, 404: RequestError },
  output: 'full',
  returnCodes: [
    'RequestNotFound',
    'AestheticsNotCompleted',
    'AestheticsNotPublic',
    'ProcGenNotFound',
    'AestheticsDuplicate',
    'AestheticsMissing',
    'AestheticsSolo',
    'AestheticsConfused',
    'AestheticsAlreadyExist',
    'AestheticsServerError',
    'AestheticsServerRejected',
    'AestheticsServerDown',
    'AestheticsServerTimeout',
    'InvalidAestheticAttempt',
  ],
});

const COMMON = { tag: 'Ratings', output: 'full', addition: true } as const;
const DATASET = {
  dataset_id: text('The data set; shared: the images that requesters of this horde have shared.', ID),
};

/** Handing out images: for accounts and for the anonymous key, which earns nothing. */
const NEW_IMAGE = {
  ...COMMON,
  method: 'GET',
  access: 'key',
  scope: 'read',
  limits: [{ count: 120, seconds: 60, per: 'ip' }],
  answers: {
    200: ImageToRate,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
    428: RequestError,
  },
} as const;
const NEW_IMAGE_CODES = ['RatingsClosed', 'InvalidAPIKey', 'DeletedUser', 'RatingChallengeDue'] as const;

export const newImageToRate = route({
  ...NEW_IMAGE,
  path: '/v2/rating/new',
  operationId: 'get_rating_new',
  summary: 'An image to rate',
  description:
    'Of any data set. Clients of the ratings service set its address to that of this API; the paths are the same below /api/v1.',
  returnCodes: [...NEW_IMAGE_CODES, 'NoImageToRate'],
});

export const newImageOfDataset = route({
  ...NEW_IMAGE,
  path: '/v2/rating/new/{dataset_id}',
  operationId: 'get_rating_new_of_dataset',
  summary: 'An image of a data set to rate',
  params: Type.Object(DATASET),
  returnCodes: [...NEW_IMAGE_CODES, 'RatingDatasetNotFound', 'NoImageToRate'],
});

export const newImageOfModel = route({
  ...NEW_IMAGE,
  path: '/v2/rating/new/{dataset_id}/{model_name}',
  operationId: 'get_rating_new_of_model',
  summary: 'An image of a model to rate',
  params: Type.Object({ ...DATASET, model_name: text('The model that it was made with.', NAME) }),
  returnCodes: [...NEW_IMAGE_CODES, 'RatingDatasetNotFound', 'NoImageToRate'],
});

export const rateImage = route({
  ...COMMON,
  method: 'POST',
  path: '/v2/rating/{image_id}',
  operationId: 'post_rating',
  deletedAccounts: 'later',
  summary: 'Rate an image that was handed out',
  description:
    'Once for each account and image. After some ratings, and after odd ones, a challenge has to be solved first.',
  access: 'key',
  scope: 'generate',
  limits: [{ count: 60, seconds: 60, per: 'ip' }],
  params: Type.Object({ image_id: id('The image.') }),
  body: ImageRatingInput,
  bodyCheck: 'schema',
  answers: {
    201: ImageRated,
    400: RequestValidationError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
    428: RequestError,
    429: RequestError,
  },
  returnCodes: [
    'RatingsClosed',
    'InvalidAPIKey',
    'DeletedUser',
    'RatingImageNotFound',
    'TooManyRatings',
    'RatingChallengeDue',
    'RatingNotHandedOut',
    'RatingAlreadyExists',
  ],
});

export const ratingChallenge = route({
  ...COMMON,
  method: 'GET',
  path: '/v2/ratings/challenge',
  operationId: 'get_ratings_challenge',
  summary: 'A challenge to go on rating',
  description:
    'Proof of work: some tenths of a second for a browser. Another call makes the one before void.',
  access: 'key',
  scope: 'read',
  limits: [{ count: 30, seconds: 60, per: 'ip' }],
  answers: {
    200: RatingChallenge,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  returnCodes: ['RatingsClosed', 'InvalidAPIKey', 'DeletedUser'],
});

export const solveRatingChallenge = route({
  ...COMMON,
  method: 'POST',
  path: '/v2/ratings/challenge',
  operationId: 'post_ratings_challenge',
  deletedAccounts: 'later',
  summary: 'Solve a challenge',
  access: 'key',
  scope: 'generate',
  limits: [{ count: 30, seconds: 60, per: 'ip' }],
  body: RatingChallengeInput,
  bodyCheck: 'schema',
  answers: {
    200: SimpleResponse,
    400: RequestValidationError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  returnCodes: ['RatingsClosed', 'InvalidAPIKey', 'DeletedUser', 'RatingChallengeFailed'],
});

export const datasets = route({
  ...COMMON,
  method: 'GET',
  path: '/v2/datasets',
  operationId: 'get_datasets',
  summary: 'The data sets that are rated',
  access: 'public',
  cache: { seconds: 60 },
  answers: { 200: Type.Array(RatingDataset), 404: RequestError },
  returnCodes: ['RatingsClosed'],
});

const MODERATED = { ...COMMON, access: 'moderator', scope: 'all' } as const;

export const importDataset = route({
  ...MODERATED,
  method: 'POST',
  path: '/v2/datasets/{dataset_id}',
  operationId: 'post_dataset',
  summary: 'Import images to rate',
  description:
    'Makes the data set where there is none. Images whose quality is beyond doubt may carry a known answer: they look like all others, and show who does not look.',
  params: Type.Object({ dataset_id: text('A name of lower-case letters, digits, _ and -, up to 40.', ID) }),
  body: DatasetImportInput,
  bodyBytesMax: 8 * 1024 * 1024,
  bodyCheck: 'schema',
  answers: { 200: DatasetImported, 400: RequestValidationError, 401: RequestError, 403: RequestError },
  returnCodes: ['InvalidAPIKey', 'DeletedUser', 'NotModerator', 'BadRequest'],
});

export const deleteDataset = route({
  ...MODERATED,
  method: 'DELETE',
  path: '/v2/datasets/{dataset_id}',
  operationId: 'delete_dataset',
  summary: 'Delete an imported data set',
  description: 'With all its images and their ratings.',
  lookupFirst: true,
  params: Type.Object(DATASET),
  answers: {
    200: SimpleResponse,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  returnCodes: ['RatingDatasetNotFound', 'InvalidAPIKey', 'NotModerator', 'BadRequest'],
});

export const raterDetails = route({
  ...MODERATED,
  method: 'GET',
  path: '/v2/ratings/users/{user_id}',
  operationId: 'get_rater',
  summary: 'How an account rates',
  lookupFirst: true,
  params: Type.Object({ user_id: text('The number of the account.', ID) }),
  answers: { 200: RaterDetails, 400: RequestError, 401: RequestError, 403: RequestError, 404: RequestError },
  returnCodes: ['UserNotFound', 'InvalidAPIKey', 'NotModerator'],
});

export const exportRatings = route({
  ...MODERATED,
  method: 'GET',
  path: '/v2/ratings/export',
  operationId: 'get_ratings_export',
  summary: 'All ratings as a file',
  description:
    'As lines of JSON or as Parquet, streamed in the order in which they were given. Accounts stand in it under pseudonyms.',
  query: Type.Object({
    format: Type.Optional(defaulted(oneOf(['jsonl', 'parquet'], 'Of the file.'), 'jsonl')),
    dataset: Type.Optional(text('Only of this data set.', ID)),
  }),
  downloads: ['application/x-ndjson', 'application/vnd.apache.parquet'],
  answers: {
    200: RatingExportLine,
    400: RequestError,
    401: RequestError,
    403: RequestError,
    404: RequestError,
  },
  mask: false,
  returnCodes: ['InvalidAPIKey', 'NotModerator', 'BadRequest', 'NoRatingsToExport'],
});
