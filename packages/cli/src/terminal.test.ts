import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { columnsOf, cutToColumns, escaped, escapedJson } from './escape.ts';
import { Complaint, complain, lines, output, red, say, show, styled, table } from './terminal.ts';
import { workerView } from './workerView.ts';

const original = { ...output };
let printed = '';
beforeEach(() => {
  printed = '';
  output.write = text => {
    printed += text;
  };
  output.complain = output.write;
});
afterEach(() => Object.assign(output, original));

/** A title set, 8-bit CSI, a forged line, a turned direction, a zero-width space, a language tag, half a letter. */
const HOSTILE =
  '\x1b]0;x\x07 \x9b31m \r\nforged \u2028 \u202etxt.exe\u2066 \u200b \ufeff \u{e0041} \ud800 \x7f';
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...HOSTILE, '日', '👩‍👩‍👧', 'é', 'a') }),
);

/** Nothing that a terminal obeys, but for the line breaks of ours. */
function assertHarmless(text: string, lineCount: number): void {
  assert.doesNotMatch(
    text,
    /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\ufeff\u{e0000}-\u{e007f}]/u,
  );
  assert.equal(text.split('\n').length - 1, lineCount);
}

test('unsafe signs are shown as escapes, and ordinary letters stay', () => {
  assert.equal(escaped('a\x1b[31m\n\u009b\u202e\u{e0041}'), 'a\\x1b[31m\\x0a\\x9b\\u202e\\u{e0041}');
  const ordinary = 'Ünïcode, 日本語, العربية, می‌خواهم, हिन्दी, 👩‍👩‍👧 ❤️ – “x” é';
  assert.equal(escaped(ordinary), ordinary);
});

test('whatever a stranger wrote, nothing reaches the terminal that it obeys', () => {
  fc.assert(
    fc.property(hostile, text => {
      printed = '';
      say(text);
      say(styled`  ${red(text)}: ${text}`);
      say(lines(text, text));
      say(
        table([
          [text, text],
          ['x', text],
        ]),
      );
      show({ [text]: text }, { json: false }, () => text);
      complain(new Complaint(text, text).problems);
      assertHarmless(printed, 9);
    }),
    { examples: [[HOSTILE], ['\u{e0002}']] },
  );
});

test('JSON is harmless as well, and says the same', () => {
  fc.assert(
    fc.property(hostile, text => {
      printed = '';
      show({ text: [text] }, { json: true }, () => '');
      assertHarmless(printed, 5);
      assert.deepEqual(JSON.parse(printed), { text: [text] });
      assert.equal(escapedJson(undefined), 'null');
    }),
    { examples: [[HOSTILE]] },
  );
});

test('a worker shows what its horde says without obeying it', () => {
  const view = workerView();
  view({ type: 'message', message: HOSTILE, origin: HOSTILE });
  view({ type: 'trouble', doing: 'pop', message: HOSTILE, retryMs: 1_000 });
  view({ type: 'unwanted', jobId: HOSTILE, reason: HOSTILE });
  view({ type: 'faulted', jobId: HOSTILE, reason: HOSTILE });
  view({ type: 'warning', message: HOSTILE });
  view({ type: 'engine', state: 'restarting', message: HOSTILE });
  assertHarmless(printed, 6);
  assert.match(printed, /message from \\x1b\]0;x\\x07/);
});

test('the columns of a table stand below one another, in any script', () => {
  const names = ['a', '日本語', '👩‍👩‍👧', '❤️', 'é', 'e\u0301', '한국어', '\x1b[2K', 'ﾊﾝｶｸ', 'हिन्दी'];
  const rows = table(names.map(name => [name, '|'])).text.split('\n');
  assert.equal(rows.length, names.length);
  const places = rows.map(row => columnsOf(row.slice(0, row.indexOf('|'))));
  assert.equal(new Set(places).size, 1, String(places));
  assert.deepEqual(['日本', '👩‍👩‍👧', 'e\u0301', 'ab', 'ﾊ'].map(columnsOf), [4, 2, 1, 2, 1]);
  assert.equal(cutToColumns('日本語', 5), '日本');
});

test('an overlong text is cut', () => {
  say('x'.repeat(1_000_000));
  assert.ok(printed.length < 11_000);
});
