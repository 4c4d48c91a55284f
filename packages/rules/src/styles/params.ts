/** What a request by a style asks for: what the style says, and little of what the user says (domain-rules §7). */

interface Counted {
  n?: number | undefined;
}
interface Sized extends Counted {
  width?: number | undefined;
  height?: number | undefined;
}

/** Keys of `from` that have a value. */
const given = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Partial<Pick<T, K>> =>
  Object.fromEntries(keys.flatMap(key => (from[key] === undefined ? [] : [[key, from[key]]]))) as Partial<
    Pick<T, K>
  >;

/** Of an image request: the style's, but so many as the user wants, and of his size where the style has none. */
export function imageStyleParams<Style extends Sized, User extends Sized>(style: Style, user: User) {
  return { ...given(user, ['width', 'height']), ...without(style), ...given(user, ['n']) };
}

/** Of a text request: the style's, but so many as the user wants. His lengths do not count. */
export function textStyleParams<Style extends Counted, User extends Counted>(style: Style, user: User) {
  return { ...without(style), ...given(user, ['n']) };
}

/** A style says nothing about how many. */
function without<Style extends Counted>({ n: _, ...rest }: Style): Omit<Style, 'n'> {
  return structuredClone(rest);
}
