import { HordeError } from '@openhorde/contract';

const USER_ID_MAX = 2_147_483_647;

/** The number in a path. @throws HordeError UserNotFound for what cannot be one */
export function userIdOf(text: string): number {
  const id = /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
  if (id > USER_ID_MAX) throw new HordeError('UserNotFound');
  return id;
}
