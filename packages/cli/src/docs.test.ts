import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { routes } from '@openhorde/contract';
import { ENVIRONMENT } from '@openhorde/server';
import type { Command } from 'commander';
import { makeProgram } from './program.ts';

// What the documents name exists: commands with their options, settings, and routes of the API.

const ROOT = new URL('../../../', import.meta.url);
const PAGES = [
  'README.md',
  ...(await readdir(new URL('docs/', ROOT))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`),
];
const texts = await Promise.all(
  PAGES.map(async name => ({ name, text: await readFile(new URL(name, ROOT), 'utf8') })),
);

/** Words of a shell line; a quoted part is one word. */
const wordsOf = (line: string): string[] => line.match(/"[^"]*"|\S+/g) ?? [];

/** What is wrong with a line of the command line; undefined: nothing. */
function faultOf(line: string): string | undefined {
  let words = wordsOf(line);
  let command: Command = makeProgram();
  for (;;) {
    const next = command.commands.find(each => each.name() === words[0]);
    if (!next) break;
    command = next;
    words = words.slice(1);
  }
  if (words.includes('--help')) return undefined;
  const places: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') continue;
    if (!/^-{1,2}[a-z]/i.test(word)) {
      places.push(word);
      continue;
    }
    const option = command.options.find(({ short, long }) => [short, long].includes(word));
    if (!option) return `${command.name()} knows no ${word}`;
    if (option.required) i += 1;
  }
  const { registeredArguments } = command;
  if (places.length > registeredArguments.length) return `${command.name()} takes no ${places.at(-1)}`;
  if (places.length < registeredArguments.filter(each => each.required).length)
    return `${command.name()} wants more than ${places.join(' ')}`;
  return undefined;
}

test('each command of the documents exists, with its options', () => {
  let count = 0;
  for (const { name, text } of texts) {
    for (const [, block, inline] of text.matchAll(/^ {4}.*npx openhorde (.+)$|`npx openhorde ([^`…]+)`/gm)) {
      count += 1;
      assert.equal(faultOf((block ?? inline)!), undefined, `${name}: openhorde ${block ?? inline}`);
    }
  }
  assert.ok(count > 30, String(count));
  assert.match(faultOf('user add')!, /wants more/);
  assert.match(faultOf('worker fly')!, /takes no fly/);
  assert.match(faultOf('address block 203.0.113.7 --for 2')!, /knows no --for/);
});

test('each setting of the documents exists', () => {
  for (const { name, text } of texts) {
    if (!/run-a-horde|moderate/.test(name)) continue;
    for (const [, setting] of text.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)[=`]/g))
      assert.ok(Object.hasOwn(ENVIRONMENT, setting!), `${name}: ${setting}`);
  }
});

test('each route of the documents exists', () => {
  const known = new Set(
    Object.values(routes).map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
  );
  let count = 0;
  for (const { name, text } of texts) {
    for (const [, methods, path] of text.matchAll(
      /`((?:GET|POST|PUT|PATCH|DELETE)(?:`?, `?(?:GET|POST|PUT|PATCH|DELETE))*) ((?:\/[\w{}]+)+)`/g,
    )) {
      const below = path!.replace(/^\/api/, '').replaceAll(/\{\w+\}/g, '{}');
      for (const method of methods!.match(/[A-Z]+/g)!) {
        count += 1;
        const route = `${method} ${below.startsWith('/v2/') ? below : `/v2${below}`}`;
        assert.ok(known.has(route), `${name}: ${route}`);
      }
    }
  }
  assert.ok(count > 10, String(count));
});
