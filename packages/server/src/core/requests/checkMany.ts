import { type Output, parseUuid, type RequestsChecked } from '@openhorde/contract';
import { type CheckNeeds, checkOf } from './check.ts';
import { type FindNeeds, findRequests } from './find.ts';

export type CheckManyNeeds = CheckNeeds & FindNeeds;

/** How far several requests for images or texts are, in the order of their ids; an id that is there twice counts once. */
export async function checkMany(
  horde: CheckManyNeeds,
  ids: readonly string[],
): Promise<Output<RequestsChecked>> {
  const found = await findRequests(horde, ids);
  const requests: RequestsChecked['requests'] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const entry = found.get(parseUuid(id) ?? id);
    const kind = entry && horde.kinds.get(entry.kind);
    // A form of alchemy is no request: its requester knows only the id of the request that it is part of.
    if (kind && entry.parentId === null) requests.push({ ...checkOf(horde, kind, entry), id });
    else missing.push(id);
  }
  return { requests, missing };
}
