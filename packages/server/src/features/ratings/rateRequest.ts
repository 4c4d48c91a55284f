import { type AestheticsPayload, HordeError } from '@openhorde/contract';
import { fromCents, judgeOwnRatings, type RatedSet, requestState } from '@openhorde/rules';
import type { Entry } from '../../core/board/index.ts';
import type { CoreOffer, Kind } from '../../core/kind.ts';
import { readResults, requestOf } from '../../core/requests/index.ts';
import { keepSharedImages, type SharedImagesNeeds } from './keepShared.ts';
import type { RatingsParts } from './needs.ts';
import { sendOutside } from './outside.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import type { SetRating } from './saveSet.ts';

export interface RateRequestNeeds extends SharedImagesNeeds {
  horde: RatingsParts;
  pseudonyms: Pseudonyms;
  saveSet(set: SetRating): Promise<number>;
}

export interface RateCall {
  id: string;
  body: AestheticsPayload;
  ip: string;
  clientAgent: string;
}

/**
 * `generate/rate`: the requester's own opinion of the images of a request.
 * @returns kudos, which go to the requester
 * @throws HordeError with the first reason to refuse it, in the order of http-api-image §7
 */
export async function rateRequest<R, O extends CoreOffer>(
  needs: RateRequestNeeds,
  kind: Kind<R, O>,
  { id, body, ip, clientAgent }: RateCall,
): Promise<{ reward: number }> {
  const { horde, pseudonyms } = needs;
  const entry = await requestOf(horde, kind, id);
  if (!requestState(entry).done) throw new HordeError('AestheticsNotCompleted');
  if (!entry.shared) throw new HordeError('AestheticsNotPublic');
  const imageIds = (await readResults(horde, entry.id)).map(result => result.id);
  const rated = judgeOwnRatings(body, imageIds);
  if (typeof rated === 'string') throw new HordeError(rated);
  const { here, address } = horde.config.ratings;
  if (address !== undefined)
    await sendOutside(address, await outsideSet(horde, entry, imageIds, rated, { ip, clientAgent }));
  else if (!here) throw new HordeError('AestheticsServerDown');
  await keepSharedImages(needs, entry.id);
  const cents = await needs.saveSet({
    callId: horde.world.uuid(),
    requestId: entry.id,
    requesterId: entry.userId,
    imageIds,
    rated,
    consumedCents: entry.consumedCents,
    addressHash: pseudonyms.ofAddress(ip),
    clientAgent,
    atMs: horde.world.now(),
  });
  return { reward: fromCents(cents) };
}

async function outsideSet(
  { accounts, balances, db, world }: RatingsParts,
  entry: Entry<unknown>,
  imageIds: readonly string[],
  { ratings, best }: RatedSet,
  { ip, clientAgent }: Pick<RateCall, 'ip' | 'clientAgent'>,
): Promise<Parameters<typeof sendOutside>[1]> {
  const user = await accounts.byId(entry.userId);
  const { rows } = await db.query<{ amount: number }>(
    "SELECT amount::float8 AS amount FROM kudos_totals WHERE account = 'user:' || $1::int AND action = 'accumulated'",
    [entry.userId],
  );
  return {
    set: entry.id,
    all_set_ids: imageIds,
    client_agent: clientAgent,
    user: {
      username: user?.alias ?? '',
      trusted: user?.trusted ?? false,
      account_age: user ? Math.floor((world.now() - user.createdAtMs) / 1000) : 0,
      kudos: fromCents(balances.known(entry.userId)),
      kudos_accumulated: rows[0]?.amount ?? 0,
      ipaddr: ip,
    },
    ...(ratings.length > 0 && { ratings }),
    ...(best !== undefined && { best }),
  };
}
