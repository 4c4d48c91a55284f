import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { startTestHorde } from '@openhorde/testkit';

const horde = await startTestHorde();
after(() => horde.stop());

async function read(where: string): Promise<{ status: number; html: string; headers: Headers }> {
  const response = await fetch(horde.url + where, { headers: { accept: 'text/html' } });
  return { status: response.status, html: await response.text(), headers: response.headers };
}

test('the page about the horde shows how it is doing and leads everywhere', async () => {
  const { status, html, headers } = await read('/about');
  assert.equal(status, 200);
  for (const label of ['workers online', 'jobs waiting', 'images made', 'texts written'])
    assert.ok(html.includes(`<dt>${label}</dt><dd>0</dd>`), label);
  for (const href of ['/', '/news', '/register', '/transfer', '/api/', '/terms', '/privacy', '/sponsors'])
    assert.ok(html.includes(`href="${href}"`), href);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
});

test("the operator's documents are pages, and no script of theirs runs", async () => {
  await mkdir(path.join(horde.home, 'documents'), { recursive: true });
  await writeFile(path.join(horde.home, 'documents', 'terms.md'), '# Ours\n\nBe *kind*.');
  const { html, headers } = await read('/terms');
  assert.match(html, /<h1>Ours<\/h1>\s*<p>Be <em>kind<\/em>\.<\/p>/);
  assert.doesNotMatch(headers.get('content-security-policy') ?? '', /script-src [^;]*unsafe/);
  for (const where of ['/privacy', '/sponsors']) assert.equal((await read(where)).status, 200);
});

test("the operator's news are a page, newest first", async () => {
  assert.match((await read('/news')).html, /<h2>A new horde<\/h2>[\s\S]*<time datetime="2026-11-26">/);
  await mkdir(path.join(horde.home, 'news'), { recursive: true });
  const piece = (name: string, text: string) => writeFile(path.join(horde.home, 'news', name), text);
  await piece('2026-11-28-new.md', '---\ntitle: Tom & Ann\n---\nWe *grow*.');
  await piece('2026-11-27-old.md', '# Old\n\nWe begin.');
  const { status, html } = await read('/news');
  assert.equal(status, 200);
  assert.match(html, /<h2>Tom &amp; Ann<\/h2>[\s\S]*We <em>grow<\/em>[\s\S]*<h1>Old<\/h1>\s*<p>We begin/);
  assert.ok(!html.includes('A new horde'));
});

test('a node without the app leads people to the page about the horde', async () => {
  const response = await fetch(horde.url, { headers: { accept: 'text/html' }, redirect: 'manual' });
  assert.deepEqual([response.status, response.headers.get('location')], [302, '/about']);
});
