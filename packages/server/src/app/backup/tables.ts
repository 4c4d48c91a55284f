import type { Executor } from '../../platform/db.ts';

export interface Table {
  name: string;
  /** Quoted as SQL, without those that the database computes. */
  columns: string[];
}

const TABLES = `
  SELECT c.relname::text AS name, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
  GROUP BY c.relname ORDER BY c.relname`;

const REFERENCES = `
  SELECT c.relname::text AS from, t.relname::text AS to
  FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_class t ON t.oid = r.confrelid
  WHERE r.contype = 'f' AND c.relnamespace = current_schema()::regnamespace`;

/** The history of migrations is the manifest's: restoring makes it anew. */
const HISTORY_TABLE = 'schema_migrations';

/** Quotes a name for SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** All tables with rows of the horde, each after those that it refers to. */
export async function readTables(on: Executor): Promise<Table[]> {
  const { rows: all } = await on.query<Table & Record<string, unknown>>(TABLES);
  const { rows: references } = await on.query<{ from: string; to: string }>(REFERENCES);
  const tables = new Map(all.map(table => [table.name, table]));
  tables.delete(HISTORY_TABLE);
  return inOrder(tables, references);
}

function inOrder(
  tables: ReadonlyMap<string, Table>,
  references: readonly { from: string; to: string }[],
): Table[] {
  const needs = new Map<string, string[]>();
  for (const { from, to } of references) needs.set(from, [...(needs.get(from) ?? []), to]);
  const ordered = new Set<Table>();
  const visit = (name: string, above: ReadonlySet<string>) => {
    const table = tables.get(name);
    // A table may refer to itself: one COPY brings all of its rows before the keys are looked at.
    if (!table || ordered.has(table) || above.has(name)) return;
    for (const needed of needs.get(name) ?? []) visit(needed, new Set([...above, name]));
    ordered.add(table);
  };
  for (const name of tables.keys()) visit(name, new Set());
  return [...ordered];
}

/** The last number that each sequence has given. */
export async function readSequences(on: Executor): Promise<Record<string, number>> {
  const { rows } = await on.query<{ name: string; last: number | null }>(
    `SELECT sequencename::text AS name, last_value::double precision AS last
     FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1`,
  );
  return Object.fromEntries(rows.flatMap(({ name, last }) => (last === null ? [] : [[name, last]])));
}
