import { type Static, Type } from 'typebox';
import { define } from '../define.ts';
import { FEW, id, integer, list, text, UUID_LENGTH } from '../fields.ts';

const rating = integer('How good the image is: 1 the worst, 10 the best.', { minimum: 1, maximum: 10 });
const artifacts = integer('How much its flaws disturb: 0 not at all, 5 so that it is ruined.', {
  minimum: 0,
  maximum: 5,
});

export type AestheticRating = Static<typeof AestheticRating>;
export const AestheticRating = define(
  'AestheticRating',
  { id: id('The image: the id of its generation.', UUID_LENGTH), rating, artifacts },
  { description: 'What somebody thinks of one image.', required: ['id', 'rating'] },
);

export type AestheticsPayload = Static<typeof AestheticsPayload>;
export const AestheticsPayload = define(
  'AestheticsPayload',
  {
    best: id('The best image of the request: the id of its generation.', UUID_LENGTH),
    ratings: list(AestheticRating, 'Ratings of its images, each of them once.', FEW),
  },
  { description: 'What the requester thinks of the images of a request.' },
);

// Additions of ours to the published API: the ratings service in the same server.

export type ImageToRate = Static<typeof ImageToRate>;
export const ImageToRate = define(
  'ImageToRate',
  {
    id: text('The image; it stands in the path of its rating.'),
    url: text('Where the picture is. It may expire after half an hour.'),
    dataset_id: text('The data set that it belongs to.'),
  },
  { description: 'An image that waits for your rating.' },
);

export type ImageRatingInput = Static<typeof ImageRatingInput>;
export const ImageRatingInput = define(
  'ImageRatingInput',
  {
    rating,
    artifacts,
    viewing_ms: integer('How long the image was looked at, in milliseconds, where the client knows.', {
      minimum: 0,
      maximum: 86_400_000,
    }),
  },
  { description: 'A rating of an image that was handed out.', required: ['rating', 'artifacts'] },
);

export type ImageRated = Static<typeof ImageRated>;
export const ImageRated = define(
  'ImageRated',
  { reward: integer('Kudos earned.'), message: text('A sentence for people.') },
  { description: 'The rating was taken.' },
);

export type RatingDataset = Static<typeof RatingDataset>;
export const RatingDataset = define(
  'RatingDataset',
  {
    id: text('Its name in paths.'),
    name: text('Its name for people.'),
    description: text('What is in it.'),
    images: integer('How many images it holds.'),
  },
  { description: 'A set of images that are rated.' },
);

export type DatasetImage = Static<typeof DatasetImage>;
export const DatasetImage = define(
  'DatasetImage',
  {
    id: id('Its id, a UUID.', UUID_LENGTH),
    url: text('Where the picture is, an http or https address.', { minLength: 10, maxLength: 1024 }),
    model: text('The model that it was made with.', { maxLength: 255 }),
    known_rating: integer(
      'Only for an image whose quality is beyond doubt: what everybody should say of it.',
      {
        minimum: 1,
        maximum: 10,
      },
    ),
    known_artifacts: integer('The same for its flaws.', { minimum: 0, maximum: 5 }),
  },
  { description: 'An image of a data set that is imported.', required: ['id', 'url'] },
);

export type DatasetImportInput = Static<typeof DatasetImportInput>;
export const DatasetImportInput = define(
  'DatasetImportInput',
  {
    name: text('Name of the data set for people; absent: as it is, or its id.', { maxLength: 100 }),
    description: text('What is in it; absent: as it is.', { maxLength: 1000 }),
    images: Type.Array(DatasetImage, { description: 'Up to 5000 images.', maxItems: 5000 }),
  },
  { description: 'Images for a data set.', required: ['images'] },
);

export type DatasetImported = Static<typeof DatasetImported>;
export const DatasetImported = define(
  'DatasetImported',
  {
    imported: integer('Images that are new.'),
    known: integer('Images that were there already, and stay as they were.'),
  },
  { description: 'The images can be rated.' },
);

export type RatingChallenge = Static<typeof RatingChallenge>;
export const RatingChallenge = define(
  'RatingChallenge',
  {
    id: text('The challenge. It is good for one answer of the account that asked for it.'),
    algorithm: text(
      'sha256: look for a text whose hash sha256(id + ":" + text) begins with that many zero bits.',
    ),
    difficulty: integer('How many zero bits the hash must begin with.'),
    expires_in: integer('Seconds until it is void.'),
  },
  { description: 'Work for a computer, which a person does not notice and a crowd of bots does.' },
);

export type RatingChallengeInput = Static<typeof RatingChallengeInput>;
export const RatingChallengeInput = define(
  'RatingChallengeInput',
  {
    id: id('The challenge.', UUID_LENGTH),
    solution: text('The text that was found.', { minLength: 1, maxLength: 64 }),
  },
  { description: 'The answer to a challenge.', required: ['id', 'solution'] },
);

export type RaterDetails = Static<typeof RaterDetails>;
export const RaterDetails = define(
  'RaterDetails',
  {
    ratings: integer('Ratings of images that were handed out to the account.'),
    ratings_past_hour: integer('Those of the last hour.'),
    ratings_per_minute_past_hour: Type.Number({ description: 'The same for each minute.' }),
    compared: integer('Ratings of images that enough others had rated before.'),
    suspect_divergences: integer('Those that were far from the mean of the others.'),
    known_images: integer('Images with a known answer that it was shown and rated.'),
    known_images_failed: integer('Those that it rated far from the known answer.'),
    captchas_failed: integer('Wrong answers to challenges.'),
    oddities: integer('Ratings too fast to have looked, or always the same ones, since its last challenge.'),
    standing: text('good; watched: challenged more often; distrusted: its ratings count for nothing.'),
  },
  { description: 'How an account rates, for moderators.' },
);

export type RatingExportLine = Static<typeof RatingExportLine>;
export const RatingExportLine = define(
  'RatingExportLine',
  {
    id: integer('Number of the answer, larger for later ones.'),
    image_id: text('The image.'),
    dataset_id: text('Its data set.'),
    url: text('Its address, where it was imported with one.'),
    model: text('The model that it was made with.'),
    set_id: text('The request that the image belongs to, where its requester rated it.'),
    rater: text('A pseudonym: the same for all answers of an account, and nobody can tell whose it is.'),
    rating: integer('1 to 10; absent where the image was only named as the best of its set.'),
    artifacts: integer('0 to 5, where they were rated.'),
    best: Type.Boolean({ description: 'It was the best of its set.' }),
    counted: Type.Boolean({ description: 'False: the rater is distrusted, or did not look.' }),
    rated_at: text('When, as ISO 8601.'),
  },
  { description: 'One answer of the rated set, as a line of JSON or a row of Parquet.', output: 'skip-none' },
);
