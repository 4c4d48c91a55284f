import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainName } from './plainName.ts';

test('a name is decoded once', () => {
  assert.equal(plainName('Tom &amp; Ann &lt;3'), 'Tom & Ann <3');
  assert.equal(plainName('&amp;lt;'), '&lt;');
  assert.equal(plainName('&lt;b&gt;x&lt;/b&gt; &#39;&quot;&#x27;'), "<b>x</b> '\"'");
  assert.equal(plainName('R&D &unknown; & 100%'), 'R&D &unknown; & 100%');
});
