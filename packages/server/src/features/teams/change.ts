import { type CreateTeamInput, HordeError, type ModifyTeam, type ModifyTeamInput } from '@openhorde/contract';
import type { Principal } from '../../http/index.ts';
import { cleanName, cleanText } from '../../platform/cleanText.ts';
import type { Database } from '../../platform/db.ts';
import { isProfane } from '../../platform/profanity.ts';
import type { World } from '../../platform/world.ts';
import { recordDeed } from '../audit/index.ts';
import type { EditNeeds } from '../workers/index.ts';
import { insertTeam, isNameTaken, updateTeam } from './store.ts';
import type { Team } from './team.ts';

/** @throws HordeError AnonForbidden, UntrustedTeamCreation, TeamNameAlreadyExists, ProfaneTeamName, ProfaneTeamInfo, BadRequest */
export async function createTeam(
  { db, world }: { db: Database; world: Pick<World, 'now' | 'uuid'> },
  creator: Principal,
  body: CreateTeamInput,
): Promise<ModifyTeam> {
  if (creator.kind === 'anonymous') throw new HordeError('AnonForbidden');
  if (!creator.trusted) throw new HordeError('UntrustedTeamCreation');
  const name = cleanName(body.name);
  if (await isNameTaken(db, name)) throw new HordeError('TeamNameAlreadyExists');
  assertName(body.name, name);
  if (body.info !== undefined && isProfane(body.info)) throw new HordeError('ProfaneTeamInfo');
  const info = body.info === undefined ? undefined : cleanText(body.info);
  const id = world.uuid();
  await insertTeam(db, { id, name, info: info ?? '', ownerId: creator.id }, world.now());
  return { id, name, ...(info !== undefined && { info }) };
}

/**
 * Changes a team, info first (http-api-accounts §6). A call that is refused changes nothing.
 * @throws HordeError NotOwner, ProfaneTeamInfo, NotModerator, ProfaneTeamName, TeamNameAlreadyExists, NoTeamModSelected …
 */
export async function editTeam(
  { db, world }: { db: Database; world: Pick<World, 'now'> },
  team: Team,
  caller: Principal,
  body: ModifyTeamInput,
): Promise<ModifyTeam> {
  const mayEdit = caller.moderator || caller.id === team.ownerId;
  const changes: { info?: string; name?: string } = {};
  if (body.info !== undefined) {
    if (!mayEdit) throw new HordeError('NotOwner');
    if (isProfane(body.info)) throw new HordeError('ProfaneTeamInfo');
    changes.info = cleanText(body.info);
  }
  if (body.name !== undefined) {
    if (!mayEdit) throw new HordeError('NotModerator');
    changes.name = cleanName(body.name);
    assertName(body.name, changes.name);
    if (await isNameTaken(db, changes.name, team.id)) throw new HordeError('TeamNameAlreadyExists');
  }
  if (Object.keys(changes).length === 0) throw new HordeError('NoTeamModSelected');
  await db.transaction(async transaction => {
    await updateTeam(transaction, team.id, changes);
    if (caller.id !== team.ownerId) {
      const subject = `team:${team.id}`;
      await recordDeed(
        transaction,
        { actorId: caller.id, action: 'team.change', subject, detail: changes },
        world.now(),
      );
    }
  });
  return changes;
}

/** Deletes a team; its workers are without one then. @throws HordeError NotModerator */
export async function deleteTeam(
  { db, registry, tell, now }: EditNeeds,
  team: Team,
  caller: Principal,
): Promise<void> {
  if (!caller.moderator && caller.id !== team.ownerId) throw new HordeError('NotModerator');
  const members = await db.transaction(async transaction => {
    const { rows } = await transaction.query<{ id: string }>(
      'UPDATE workers SET team_id = NULL WHERE team_id = $1 RETURNING id',
      [team.id],
    );
    const ids = rows.map(row => row.id);
    await transaction.query('DELETE FROM teams WHERE id = $1', [team.id]);
    if (caller.id !== team.ownerId) {
      await recordDeed(
        transaction,
        {
          actorId: caller.id,
          action: 'team.delete',
          subject: `team:${team.id}`,
          detail: { name: team.name, owner: team.ownerId },
        },
        now(),
      );
    }
    await tell(ids, transaction);
    return ids;
  });
  await registry.load(members);
}

/** @param cleaned as it is kept; of characters that are invisible nothing is left */
function assertName(sent: string, cleaned: string): void {
  if (isProfane(sent)) throw new HordeError('ProfaneTeamName');
  if (cleaned === '')
    throw new HordeError('BadRequest', { message: 'The name of a team must have letters that one can see.' });
}
