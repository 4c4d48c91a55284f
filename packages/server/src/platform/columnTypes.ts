import pg from 'pg';

// What a column becomes in JavaScript, where pg's own choice is not ours:
// - int8 → number. Ids and seeds here stay below 2^53.
// - numeric → number. Kudos are numeric(20,2): a double holds cents exactly up to 2^53 / 100 = 90 million million
//   kudos, and prints back the same two decimals. Sums are made in SQL, not in JavaScript.
// - timestamptz stays a Date (pg's default), which pg also takes back as a parameter.
const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.NUMERIC, Number],
]);

/** Parsers for one pool. The global table of pg is left alone. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
};
