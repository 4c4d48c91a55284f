import { HordeError, routes, type WorkerType } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import type { Database } from '../../platform/db.ts';
import { keep } from '../../platform/kept.ts';
import { PERIODS, readModelTotals, readTotals } from './totals.ts';

export interface StatRoutesNeeds {
  db: Database;
  now(): number;
  /** Whether the image reference knows a model. */
  isKnownImageModel(name: string): boolean;
}

/** Totals of all time go over some rows for each model and day, so they are read at most so often. */
const KEPT_MILLISECONDS = 5_000;

/** What the horde has made. */
export function statRoutes(app: FastifyInstance, { db, now, isKnownImageModel }: StatRoutesNeeds): void {
  const totals = (kind: WorkerType) => keep(now, KEPT_MILLISECONDS, () => readTotals(db, kind, now()));
  const images = totals('image');
  const texts = totals('text');
  const wanted: Readonly<Record<string, (name: string) => boolean>> = {
    known: isKnownImageModel,
    custom: name => !isKnownImageModel(name),
    all: () => true,
  };

  mount(app, routes.imageTotals, async () => {
    const found = await images.get();
    const shown = PERIODS.map(period => [period, { images: found[period].jobs, ps: found[period].things }]);
    return Object.fromEntries(shown);
  });

  mount(app, routes.textTotals, async () => {
    const found = await texts.get();
    const shown = PERIODS.map(period => [
      period,
      { requests: found[period].jobs, tokens: found[period].things },
    ]);
    return Object.fromEntries(shown);
  });

  mount(app, routes.imageModelTotals, async ({ query }) => {
    const isWanted = Object.hasOwn(wanted, query.model_state) ? wanted[query.model_state] : undefined;
    if (!isWanted)
      throw new HordeError('BadRequest', { message: 'model_state is one of known, custom, all.' });
    return readModelTotals(db, 'image', now(), isWanted);
  });

  mount(app, routes.textModelTotals, () => readModelTotals(db, 'text', now(), () => true));
}
