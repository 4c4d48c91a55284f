import { plainText } from '@openhorde/sdk';
import type { Tools } from '@openhorde/server';
import { Complaint } from './terminal.ts';

export type FoundUser = NonNullable<Awaited<ReturnType<Tools['accounts']['byId']>>>;
export type FoundWorker = ReturnType<Tools['operator']['workers']>[number];

/** The account of `name#number` or the number alone. @throws Complaint */
export async function findUser({ accounts }: Tools, alias: string): Promise<FoundUser> {
  const id = /^(?:.*#)?(\d{1,10})$/s.exec(alias)?.[1];
  const user = id === undefined || Number(id) > 2_147_483_647 ? undefined : await accounts.byId(Number(id));
  if (!user)
    throw new Complaint(`There is no account ${alias}. Write it as name#number, or the number alone.`);
  return user;
}

/** The worker of a name or an id. @throws Complaint */
export function findWorker({ operator }: Tools, nameOrId: string): FoundWorker {
  const worker = operator
    .workers()
    .find(
      ({ id, name }) => name === nameOrId || plainText(name) === nameOrId || id === nameOrId.toLowerCase(),
    );
  if (!worker) throw new Complaint(`There is no worker ${nameOrId}. "openhorde worker list" shows them.`);
  return worker;
}
