import type { Schema } from './schema.ts';

/** Texts that have broken servers before. */
export const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '\u202e',
  '\u200b\u2060\u3164',
  'Zoe\u0308 \u001b[31m\u009b\r\n',
  '💥'.repeat(40),
  `a${'\u0315\u0300'.repeat(60)}`,
  '../../etc/passwd',
  '%00',
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  '{"a":1}',
  'null',
  'constructor',
  '__proto__',
  'data:image/png;base64,AAAA',
  'http://127.0.0.1:1/',
  '1e308',
  '99999999999999999999',
  'R2',
  '###',
];
export const NASTY_NUMBERS = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  -1e21,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  -(2 ** 63),
  Number.MIN_VALUE,
  Number.MAX_VALUE,
];

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** JSON that no arbitrary makes, and that `JSON.stringify` would not survive: what stands for it, and its text. */
const HUGE: Readonly<Record<string, string>> = {
  '<40 levels>': nested(40),
  '<60 levels>': nested(60),
  '<100000 levels>': nested(100_000),
  '<90000 keys>': `{${Array.from({ length: 90_000 }, (_, i) => `"${i.toString(36)}":0`).join()}}`,
  '<130000 entries>': `[${Array.from({ length: 130_000 }, () => 0).join()}]`,
};
export const HUGE_MARKS = Object.keys(HUGE);

/** JSON text of a body, with what the marks in it stand for. */
export function jsonOf(body: unknown): string {
  return (JSON.stringify(body) ?? 'null').replace(
    /"(<[^<>"]+>)"/g,
    (text, mark: string) => HUGE[mark] ?? text,
  );
}

/** The values that each field gets in turn: one text or number of every kind of trouble, and small JSON of any shape. */
export const NASTY_VALUES: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [null],
  ['a\0b', '\ud800', 2 ** 63],
  { '\0': 1, '\ud800': 1, __proto__: 1, a: { b: 'a\0b' } },
  ...NASTY_TEXTS,
  ...NASTY_NUMBERS,
  '<40 levels>',
];

/** A place in a body, and a body around a value that stands there. */
export interface Place {
  path: string;
  field: Schema;
  bodyWith(value: unknown): Record<string, unknown>;
}

/** Every field of a body at every depth, the entries of lists too. @param right a body that is right otherwise */
export function placesOf(schema: Schema, right: Record<string, unknown>): Place[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here: Place = { path: name, field, bodyWith: value => ({ ...right, [name]: value }) };
    const inner = field.items ?? field;
    const wrap = (value: unknown) => (field.items ? [value] : value);
    const entries: Place[] = field.items
      ? [{ path: `${name}[]`, field: inner, bodyWith: value => here.bodyWith([value]) }]
      : [];
    const below = placesOf(inner, {}).map(place => ({
      path: `${name}.${place.path}`,
      field: place.field,
      bodyWith: (value: unknown) => here.bodyWith(wrap(place.bodyWith(value))),
    }));
    return [here, ...entries, ...below];
  });
}
