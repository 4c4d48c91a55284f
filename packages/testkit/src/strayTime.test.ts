import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

// A horde runs on the clock of its `World`, so that a day of it can be simulated. Nothing else in the server may ask
// what time it is, wait, or draw a random number; and no statement may leave that to the database.

const SERVER = fileURLToPath(new URL('../../server/src/', import.meta.url));

/** Where real time is meant, and why. */
const MEANT: Readonly<Record<string, string>> = {
  'platform/world.ts': 'the real world itself',
  'platform/migrations.ts': 'a step of the schema is noted when it is really taken',
  'platform/postgres/': 'processes and files of this machine',
  'platform/postgresBus.ts': 'a connection that has broken is made again in real time',
  'platform/commits.ts': 'a database that restarts does so in real time',
  'platform/db.ts': 'a database that restarts does so in real time',
  'platform/outbound.ts': 'strangers answer in real time',
  'features/ratings/outside.ts': 'strangers answer in real time',
  'features/status/heartbeat.ts': 'the database answers in real time, or not',
  'http/events.ts': 'connections are kept alive in real time',
  'http/server.ts': 'connections are kept alive in real time',
};

const TESTS = /[.]test[.]ts$|[.]fixture[.]ts$|(^|\/)testing\//;

const FILES = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !TESTS.test(file))
  .sort();

interface Node {
  type: string;
  [field: string]: unknown;
}

/** All nodes of a file's syntax tree. */
function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesOf(one);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (typeof (value as Node).type === 'string') yield value as Node;
  for (const field of Object.values(value)) yield* nodesOf(field);
}

const read = (file: string): Node[] => [
  ...nodesOf(parseSync(readFileSync(path.join(SERVER, file), 'utf8'), { syntax: 'typescript' }).body),
];

/** `Date.now` for a member of a name, `Date` for a name. */
function nameOf(node: unknown): string {
  const { type, value, object, property } = node as Node;
  if (type === 'Identifier') return value as string;
  return type === 'MemberExpression' ? `${nameOf(object)}.${nameOf(property)}` : '';
}

const TEXTS = new Map([
  ['StringLiteral', 'value'],
  ['TemplateElement', 'raw'],
]);
const textOf = (node: Node): string | undefined => {
  const field = TEXTS.get(node.type);
  return field === undefined ? undefined : (node[field] as string);
};

const CALLS = new Set(['setTimeout', 'setInterval', 'AbortSignal.timeout']);
const MEMBERS = new Set(['Date.now', 'performance.now', 'Math.random']);
const SQL_CLOCK =
  /\bnow\(\)|\b(clock|statement|transaction)_timestamp\b|\b(current|local)_(timestamp|time|date)\b/i;

function straysOf(node: Node): string[] {
  const text = textOf(node);
  if (text !== undefined) return SQL_CLOCK.test(text) ? [`in a text: ${text.trim().slice(0, 80)}`] : [];
  if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date')
    return (node.arguments as unknown[]).length === 0 ? ['new Date()'] : [];
  if (node.type === 'CallExpression') return CALLS.has(nameOf(node.callee)) ? [nameOf(node.callee)] : [];
  return node.type === 'MemberExpression' && MEMBERS.has(nameOf(node)) ? [nameOf(node)] : [];
}

const whereMeant = (file: string) => Object.keys(MEANT).find(place => file.startsWith(place));

test('the server asks its world for the time, in statements too, and nowhere else', () => {
  const met = new Set<string>();
  const strays = FILES.flatMap(file => {
    const found = read(file).flatMap(straysOf);
    const place = whereMeant(file);
    if (place === undefined) return found.map(stray => `${file}: ${stray}`);
    if (found.length > 0) met.add(place);
    return [];
  });
  assert.deepEqual(strays, []);
  assert.deepEqual([...met].sort(), Object.keys(MEANT).sort(), 'a place of the list needs it no more');
});

test('a row says itself when it was made, where its table would ask the clock of the database', () => {
  const clocked = new Map<string, Set<string>>();
  const folder = path.join(SERVER, 'platform/migrations');
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.sql')) continue;
    const sql = readFileSync(path.join(folder, file), 'utf8');
    for (const [, table, columns] of sql.matchAll(/CREATE TABLE (\w+) \(([\s\S]*?)\n\);/g)) {
      const names = [...columns!.matchAll(/^\s*(\w+)\s.*DEFAULT now\(\)/gm)].map(([, name]) => name!);
      if (names.length > 0) clocked.set(table!, new Set(names));
    }
  }
  assert.ok(clocked.get('users')?.has('created_at'));
  let inserts = 0;
  for (const file of FILES) {
    for (const text of read(file).flatMap(node => textOf(node) ?? [])) {
      for (const [, table, columns] of text.matchAll(/INSERT INTO (\w+)(?: AS \w+)? \(([^)]*)\)/g)) {
        const wanted = clocked.get(table!);
        if (!wanted) continue;
        inserts += 1;
        const given = new Set(columns!.split(',').map(column => column.trim()));
        assert.ok(wanted.isSubsetOf(given), `${file}: ${table} wants ${[...wanted]}, is given ${[...given]}`);
      }
    }
  }
  assert.ok(inserts >= 8, `${inserts} statements`);
});
