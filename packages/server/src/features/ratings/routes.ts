import { HordeError, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { answer, type Call, mount, mountDownload } from '../../http/index.ts';
import { userIdOf } from '../accounts/index.ts';
import { openChallenge, solveChallenge } from './challenge.ts';
import { assertDataset, deleteDataset, importImages } from './datasets.ts';
import { toJsonLines, toParquet } from './exportFiles.ts';
import { exportPages } from './exportRows.ts';
import { handOutImage } from './handOut.ts';
import type { RatingsNeeds } from './needs.ts';
import { rateImage } from './rateImage.ts';
import { type Rater, raterOf } from './rater.ts';
import { raterDetails } from './raterDetails.ts';

/** Where clients of the original's ratings service look for it. */
const OLD_PREFIX = '/v1';

/** The ratings service: handing images out, taking ratings, challenges. Closed where the operator has turned it off. */
export function ratingServiceRoutes(app: FastifyInstance, needs: RatingsNeeds): void {
  const { horde, pseudonyms } = needs;
  const assertOpen = () => {
    if (!horde.config.ratings.here) throw new HordeError('RatingsClosed');
  };
  const raterIn = async (call: Pick<Call, 'principal' | 'client'>): Promise<Rater> => {
    const principal = await call.principal();
    assertOpen();
    return raterOf(principal, call.client.ip, pseudonyms);
  };

  /** Opens a route under both of its addresses. */
  const both: typeof mount = (on, route, handler) => {
    mount(on, route, handler);
    mount(on, { ...route, path: `${OLD_PREFIX}${route.path.slice('/v2'.length)}` as `/${string}` }, handler);
  };

  both(app, routes.newImageToRate, async call => handOutImage(horde, await raterIn(call), {}));
  both(app, routes.newImageOfDataset, async call =>
    handOutImage(horde, await raterIn(call), { datasetId: call.params.dataset_id }),
  );
  both(app, routes.newImageOfModel, async call =>
    handOutImage(horde, await raterIn(call), {
      datasetId: call.params.dataset_id,
      model: call.params.model_name,
    }),
  );
  both(app, routes.rateImage, async call => {
    const given = { world: horde.world, saveRating: needs.saveRating };
    const { image_id: imageId } = call.params;
    return answer(201, await rateImage(given, await raterIn(call), imageId, call.body, call.client.agent));
  });
  both(app, routes.datasets, () => {
    assertOpen();
    return needs.datasets.get();
  });
  mount(app, routes.ratingChallenge, async call => openChallenge(horde, await raterIn(call)));
  mount(app, routes.solveRatingChallenge, async call => {
    await solveChallenge(horde, await raterIn(call), call.body);
    return { message: 'OK' };
  });
}

/** What moderators do with data sets and ratings, whether the service is open or not. */
export function ratingModerationRoutes(
  app: FastifyInstance,
  { horde, pseudonyms, datasets }: RatingsNeeds,
): void {
  mount(app, routes.importDataset, async call => {
    await call.principal();
    const done = await importImages(horde, call.params.dataset_id, call.body);
    datasets.forget();
    return done;
  });
  mount(app, routes.deleteDataset, async call => {
    const { dataset_id: id } = call.params;
    await assertDataset(horde, id);
    await call.principal();
    await deleteDataset(horde, id);
    datasets.forget();
    return { message: 'OK' };
  });
  mount(app, routes.raterDetails, async call => {
    const user = await horde.accounts.byId(userIdOf(call.params.user_id));
    if (!user) throw new HordeError('UserNotFound');
    await call.principal();
    return raterDetails(horde, user.id);
  });
  mountDownload(app, routes.exportRatings, async call => {
    await call.principal();
    const { format, dataset } = call.query;
    if (!(format in FILES)) throw new HordeError('BadRequest', { message: 'format is jsonl or parquet.' });
    const pages = exportPages(horde.db, pseudonyms, dataset);
    const first = await pages.next();
    if (first.done) throw new HordeError('NoRatingsToExport');
    const { type, fileName, write } = FILES[format];
    return { type, fileName, chunks: write(startingWith(first.value, pages)) };
  });
}

const FILES = {
  jsonl: { type: 'application/x-ndjson', fileName: 'ratings.jsonl', write: toJsonLines },
  parquet: { type: 'application/vnd.apache.parquet', fileName: 'ratings.parquet', write: toParquet },
} as const;

/** What a generator yields, with what was already taken from it. */
async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
