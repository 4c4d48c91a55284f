import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText, escapeHtml } from './cleanText.ts';

const CASES: [sent: string, kept: string][] = [
  [' <script>x</script> ', '&lt;script&gt;x&lt;/script&gt;'],
  ['  <b>Bold</b>  ', '<b>Bold</b>'],
  [' Tom&Jerry ', 'Tom&amp;Jerry'],
  ['a\0bcd', 'abcd'],
  ['1 < 2 > 0', '1 &lt; 2 &gt; 0'],
  ['<B>loud</B>', '<b>loud</b>'],
  ['<b>never closed', '<b>never closed</b>'],
  ['closed</b> too much', 'closed too much'],
  ['<a href="https://example.org" onclick="x()">home</a>', '<a href="https://example.org">home</a>'],
  ['<a href="javascript:x()">home</a>', '<a>home</a>'],
  ['<em class=x>so</em>', '<em>so</em>'],
  ['<bold>x</bold>', '&lt;bold&gt;x&lt;/bold&gt;'],
  ['&lt;i&gt; &copy;', '&lt;i&gt; &amp;copy;'],
  ['', ''],
];

test('harmless tags stay, all other markup becomes text', () => {
  for (const [sent, kept] of CASES) assert.equal(cleanText(sent), kept);
});

// Pieces that are worth putting next to each other, and anything else.
const piece = fc.oneof(
  fc.constantFrom(
    '<b>',
    '</b>',
    '<a href="https://x">',
    '</a>',
    '<a ',
    'title="',
    '">',
    "'",
    '&',
    '&amp;',
    '<',
    '>',
    ' ',
  ),
  fc.string({ maxLength: 4 }),
);
const anyText = fc.array(piece, { maxLength: 20 }).map(pieces => pieces.join(''));

test('cleaning twice is cleaning once', () => {
  fc.assert(fc.property(anyText, text => assert.equal(cleanText(cleanText(text)), cleanText(text))));
});

test('whatever is sent, only allowed tags are left, and all of them are closed', () => {
  fc.assert(
    fc.property(anyText, text => {
      const open: string[] = [];
      const rest = cleanText(text).replace(
        /<(\/?)([a-z]+)((?: (?:href|title)="[^"<>]*")*)>/g,
        (_, slash, name) => {
          assert.match(name, /^(a|abbr|acronym|b|blockquote|code|em|i|li|ol|strong|ul)$/);
          if (slash) assert.equal(open.pop(), name);
          else open.push(name);
          return '';
        },
      );
      assert.deepEqual(open, []);
      assert.doesNotMatch(rest, /[<>]/);
    }),
  );
});

test('escaped text has nothing in it that HTML reads', () => {
  assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
});
