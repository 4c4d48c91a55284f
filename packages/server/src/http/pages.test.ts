import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { routes } from '@openhorde/contract';
import { mount } from './mount.ts';
import { testDoor } from './testing/testDoor.ts';

const pages = mkdtempSync(path.join(os.tmpdir(), 'openhorde-pages-'));
after(() => rmSync(pages, { recursive: true, force: true }));
mkdirSync(path.join(pages, 'assets'));
writeFileSync(path.join(pages, 'index.html'), '<title>horde</title>');
writeFileSync(path.join(pages, 'assets', 'main-1234.js'), 'go()');
writeFileSync(path.join(pages, 'icon.svg'), '<svg/>');

const { app } = testDoor(app => mount(app, routes.workers, () => []), { pages });
const html = { accept: 'text/html,application/xhtml+xml' };

test('the page is served for every path that it understands, with its policy, and asked for anew each time', async () => {
  for (const url of ['/', '/index.html', '/gallery', '/create/some/where?x=1']) {
    const page = await app.inject({ url, headers: html });
    assert.equal(page.statusCode, 200, url);
    assert.match(page.body, /<title>horde/);
    assert.match(String(page.headers['content-type']), /text\/html/);
    assert.match(
      String(page.headers['content-security-policy']),
      /default-src 'self'.*frame-ancestors 'none'/,
    );
    assert.equal(page.headers['x-content-type-options'], 'nosniff');
    assert.equal(page.headers['cache-control'], 'no-cache');
  }
});

test('files with a hash in their names are kept for ever, others are asked for anew', async () => {
  const asset = await app.inject({ url: '/assets/main-1234.js' });
  assert.equal(asset.body, 'go()');
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
  const icon = await app.inject({ url: '/icon.svg' });
  assert.equal(icon.headers['cache-control'], 'no-cache');
  assert.ok(icon.headers.etag);
});

test('programs, the API and missing files get no page', async () => {
  const calls = [
    ['/gallery', {}],
    ['/api/v2/nothing', html],
    ['/api/v2/nothing', html],
    ['/assets/gone.js', html],
    ['/objects/x', html],
    ['/.well-known/x', html],
    ['/../package.json', {}],
    ['/%2e%2e/package.json', {}],
    ['/assets/..%2f..%2fpackage.json', {}],
  ] as const;
  for (const [url, headers] of calls) {
    const refused = await app.inject({ url, headers });
    assert.equal(refused.statusCode, 404, url);
    assert.deepEqual(Object.keys(refused.json()), ['message']);
    assert.equal(refused.headers['content-security-policy'], undefined);
  }
  assert.equal((await app.inject({ method: 'POST', url: '/gallery', headers: html })).statusCode, 404);
});

test('a node without built pages serves its API all the same, and leads people to what it says of itself', async () => {
  for (const folder of [undefined, path.join(pages, 'none')]) {
    const { app } = testDoor(
      app => mount(app, routes.workers, () => []),
      folder === undefined ? {} : { pages: folder },
    );
    assert.equal((await app.inject({ url: '/', headers: html })).headers.location, '/about');
    assert.equal((await app.inject({ url: '/create', headers: html })).statusCode, 404);
    assert.equal((await app.inject({ url: '/api/v2/workers' })).statusCode, 200);
  }
});
