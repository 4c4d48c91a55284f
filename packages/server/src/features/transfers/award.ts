import { HordeError, type KudosAwardInput } from '@openhorde/contract';
import { ANONYMOUS_ID, namedId } from '@openhorde/rules';
import type { Principal } from '../../http/index.ts';
import type { Accounts } from '../accounts/index.ts';

/** More than any account has. */
const KUDOS_MAX = 10_000_000_000_000;

export interface AwardNeeds {
  accounts: Pick<Accounts, 'byId' | 'award'>;
  /** Numbers of the accounts that may award kudos. */
  config: { kudos: { awarders: readonly number[] } };
}

/**
 * Kudos out of nothing, by those whom the operator has named; negative: an award is taken back, down to the floor.
 * @throws HordeError DeletedUser, NotAllowedAwards, InvalidAwardUsername, KudosAwardToAnon, TargetAccountFlagged
 */
export async function awardKudos(
  { accounts, config }: AwardNeeds,
  caller: Principal,
  { username, amount = 100 }: KudosAwardInput,
): Promise<number> {
  if (caller.deleted) throw new HordeError('DeletedUser');
  if (!config.kudos.awarders.includes(caller.id)) throw new HordeError('NotAllowedAwards');
  const id = namedId(username);
  const target = id === undefined ? undefined : await accounts.byId(id);
  if (!target) throw new HordeError('InvalidAwardUsername');
  if (target.id === ANONYMOUS_ID) throw new HordeError('KudosAwardToAnon');
  if (target.flagged) throw new HordeError('TargetAccountFlagged');
  if (Math.abs(amount) > KUDOS_MAX) {
    throw new HordeError('BadRequest', { message: `An award has ${KUDOS_MAX} kudos at most.` });
  }
  await accounts.award(target.id, amount * 100);
  return amount;
}
