import type { ResponseModelStylesUser } from '@openhorde/contract';
import { uniqueStyleName } from '@openhorde/rules';
import type { Styles } from './styles.ts';

/** A style as the page of its owner shows it. */
type StyleOfUser = Required<ResponseModelStylesUser>;

/** Account → its styles, oldest first. @param options `hidden`: with those that are not public */
export async function stylesOfUsers(
  styles: Styles,
  users: readonly { id: number; alias: string }[],
  options: { hidden: boolean },
): Promise<Map<number, StyleOfUser[]>> {
  const aliases = new Map(users.map(user => [user.id, user.alias]));
  const found = new Map<number, StyleOfUser[]>(users.map(user => [user.id, []]));
  for (const { id, kind, ownerId, name } of await styles.ofUsers([...aliases.keys()], options)) {
    found.get(ownerId)?.push({ id, type: kind, name: uniqueStyleName(aliases.get(ownerId)!, name) });
  }
  return found;
}
