/** Public names of accounts: `name#id`. The name may hold any `#` of its own; the last one counts. */

export const aliasOf = (username: string, id: number): string => `${username}#${id}`;

/** The account that an alias stands for; undefined for what is no alias. */
export function aliasId(alias: string): number | undefined {
  const match = /#(\d{1,10})$/.exec(alias);
  const id = match ? Number(match[1]) : Number.NaN;
  return id <= 2_147_483_647 ? id : undefined;
}

/** The account that an alias names: `name#id`, or the id alone. Undefined for what is neither. */
export function namedId(name: string): number | undefined {
  return aliasId(name.includes('#') ? name : `#${name}`);
}
