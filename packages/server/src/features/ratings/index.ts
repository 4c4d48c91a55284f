import { routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import type { CoreOffer, Kind } from '../../core/kind.ts';
import { mount } from '../../http/index.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import { DatasetList } from './datasets.ts';
import { pruneHandouts } from './handOut.ts';
import { keepSharedImages, type SharedImagesNeeds } from './keepShared.ts';
import type { RatingsNeeds, RatingsParts } from './needs.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { rateRequest } from './rateRequest.ts';
import { pruneRaters } from './raterRecords.ts';
import { ratingModerationRoutes, ratingServiceRoutes } from './routes.ts';
import { saveRatings } from './saveRating.ts';
import { saveSets } from './saveSet.ts';

export { workOf } from './challenge.ts';
export type { RatingsSettings } from './needs.ts';

export interface RatingsFeature {
  routes(app: FastifyInstance): void;
  /** Puts the delivered images of shared requests among those to rate, now. */
  keepShared(): Promise<void>;
}

/** Ratings of images. Registers commands of the commit pipeline, and starts with `timers`. */
export function ratingsFeature<R, O extends CoreOffer>(
  horde: RatingsParts & Pick<Platform, 'commits'> & { config: { sharing: boolean } },
  kind: Kind<R, O>,
  {
    timers,
    pseudonymKey,
    resultKey,
  }: { timers: Timers; pseudonymKey: Buffer } & Pick<SharedImagesNeeds, 'resultKey'>,
): RatingsFeature {
  const { commits, config } = horde;
  const needs: RatingsNeeds = {
    horde,
    pseudonyms: new Pseudonyms(pseudonymKey),
    datasets: new DatasetList(horde),
    saveRating: commits.register(saveRatings),
    saveSet: commits.register(saveSets),
  };
  const { db, objects, world } = horde;
  const shared: SharedImagesNeeds = { db, objects, world, resultKey };
  const keepShared = () => keepSharedImages(shared);
  // Shared images are kept even while raters cannot rate them: they will not come again.
  if (config.sharing) timers.repeat({ name: 'keep shared images', everyMs: 30_000, run: keepShared });
  timers.repeat({
    name: 'forget handouts',
    everyMs: 3_600_000,
    async run() {
      await pruneHandouts(horde);
      await pruneRaters(horde);
    },
  });
  return {
    keepShared,
    routes(app) {
      mount(app, routes.rateImages, call =>
        rateRequest({ ...needs, ...shared }, kind, {
          id: call.params.id,
          body: call.body,
          ip: call.client.ip,
          clientAgent: call.client.agent,
        }),
      );
      ratingServiceRoutes(app, needs);
      ratingModerationRoutes(app, needs);
    },
  };
}
