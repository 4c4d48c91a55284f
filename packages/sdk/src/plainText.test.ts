import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from './index.ts';

test('entities of a horde are decoded, once', () => {
  assert.equal(plainText('Tom &amp; Ann &lt;3 &quot;x&quot; &#39;y&#39;'), 'Tom & Ann <3 "x" \'y\'');
  assert.equal(plainText('&amp;lt;b&amp;gt;'), '&lt;b&gt;');
  assert.equal(plainText('A & B &eacute; &'), 'A & B &eacute; &');
});
