import { HordeError, type Output, type ResponseModelCollection, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../http/index.ts';
import { deleteCollection, editCollection, makeCollection } from './changeCollection.ts';
import type { StylesNeeds } from './needs.ts';
import { showCollections } from './show.ts';
import type { Collection, StyleKind } from './style.ts';
import { assertSort } from './styles.ts';

/** `collections`: listed, read, made, changed, deleted. */
export function collectionRoutes(app: FastifyInstance, horde: StylesNeeds): void {
  const { collections } = horde;

  mount(app, routes.collections, async call => {
    const { sort, page, type } = call.query;
    return showCollections(
      horde,
      await collections.page({ sort: assertSort(sort), page, kind: assertType(type) }),
    );
  });

  mount(app, routes.makeCollection, async call =>
    done(await makeCollection(horde, call.body, () => call.principal())),
  );

  mount(app, routes.collectionById, async call =>
    one(horde, await collections.byId(call.params.collection_id)),
  );

  mount(app, routes.collectionByName, async call =>
    one(horde, await collections.byName(call.params.collection_name)),
  );

  mount(app, routes.editCollection, async call =>
    done(await editCollection(horde, call.params.collection_id, call.body, () => call.principal())),
  );

  mount(app, routes.deleteCollection, async call => {
    await deleteCollection(horde, call.params.collection_id, await call.principal());
    return { message: 'OK' };
  });
}

const done = (id: string) => ({ id, message: 'OK', warnings: [] });

async function one(
  horde: StylesNeeds,
  collection: Collection | undefined,
): Promise<Output<ResponseModelCollection>> {
  if (!collection) throw new HordeError('CollectionNotFound');
  const [shown] = await showCollections(horde, [collection]);
  return shown!;
}

/** @throws HordeError BadRequest */
function assertType(type: string): StyleKind | undefined {
  if (type === 'all') return undefined;
  if (type === 'image' || type === 'text') return type;
  throw new HordeError('BadRequest', { message: 'type is all, image or text.' });
}
