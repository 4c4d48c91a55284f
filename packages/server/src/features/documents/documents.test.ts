import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readDocument, toHtml } from './documents.ts';
import { readNews } from './news.ts';

const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-documents-'));
test.after(() => rm(home, { recursive: true }));

test("the operator's document is shown, and the shipped sample until there is one", async () => {
  assert.match(await readDocument(home, 'terms'), /^# Terms of service/);
  await mkdir(path.join(home, 'documents'));
  await writeFile(path.join(home, 'documents', 'terms.md'), '# Ours\n\nBe *kind*.\n');
  const markdown = await readDocument(home, 'terms');
  assert.equal(toHtml(markdown), '<h1>Ours</h1>\n<p>Be <em>kind</em>.</p>\n');
});

test('news are the dated files, newest first; a damaged head does not hide the others', async () => {
  assert.deepEqual(
    (await readNews(home)).map(piece => piece.title),
    ['A new horde'],
    'a sample until there are any',
  );
  const folder = path.join(home, 'news');
  await mkdir(folder);
  const head =
    '---\ntitle: A worker\nimportance: Workers\ntags: [a, b]\nmore_info_urls: [https://x.example]\n---\n';
  await writeFile(path.join(folder, '2026-02-03-worker.md'), `${head}There is one.\n`);
  await writeFile(path.join(folder, '2026-03-01.md'), '---\n: [broken\n---\n# Spring\n\nIt is here.\n');
  await writeFile(path.join(folder, 'draft.md'), 'not yet');
  const news = await readNews(home);
  assert.deepEqual(
    news.map(({ date_published, title, importance }) => [date_published, title, importance]),
    [
      ['2026-03-01', 'Spring', 'Information'],
      ['2026-02-03', 'A worker', 'Workers'],
    ],
  );
  assert.deepEqual(
    [news[1]?.tags, news[1]?.more_info_urls, news[1]?.newspiece],
    [['a', 'b'], ['https://x.example'], 'There is one.'],
  );
});
