import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ALCHEMY_FORM_STATES, ALCHEMY_FORMS, POST_PROCESSORS } from '@openhorde/contract';
import fc from 'fast-check';
import { checkAlchemyRequest, checkTiles } from './admission.ts';
import { type FormInput, shownForms, wantedForms } from './forms.ts';
import { formCharge, formPrice } from './prices.ts';
import { alchemyState, formState, isOver } from './states.ts';
import { tilesOf } from './tiles.ts';
import { resultCacheSeconds } from './times.ts';

describe('the forms of a request', () => {
  test('keep their order, and of a name that is there twice the first counts', () => {
    const forms: FormInput[] = [
      { name: 'nsfw' },
      { name: 'caption', payload: { style: 'short' } },
      { name: 'nsfw', payload: { late: 1 } },
    ];
    assert.deepEqual(wantedForms(forms), [
      { name: 'nsfw', payload: null },
      { name: 'caption', payload: { style: 'short' } },
    ]);
  });

  test('hand their payload to the worker as text', () => {
    const payload = {
      number: 12,
      half: 0.5,
      yes: true,
      no: false,
      nothing: null,
      list: [1, 'a', true, null],
      nested: { a: ["it's", 'say "it\'s"', 'line\n'] },
      text: "it's",
    };
    assert.deepEqual(wantedForms([{ name: 'caption', payload }])[0]!.payload, {
      number: '12',
      half: '0.5',
      yes: 'True',
      no: 'False',
      list: "[1, 'a', True, None]",
      nested: `{'a': ["it's", 'say "it\\'s"', 'line\\n']}`,
      text: "it's",
    });
    assert.equal(wantedForms([{ name: 'caption', payload: {} }])[0]!.payload, null);
    assert.equal(wantedForms([{ name: 'caption', payload: { a: null } }])[0]!.payload, null);
  });

  test('of any content become texts, and no form is there twice', () => {
    const input = fc.array(
      fc.record(
        { name: fc.constantFrom(...ALCHEMY_FORMS), payload: fc.dictionary(fc.string(), fc.jsonValue()) },
        { requiredKeys: ['name'] },
      ),
    );
    fc.assert(
      fc.property(input, forms => {
        const wanted = wantedForms(forms);
        assert.equal(new Set(wanted.map(form => form.name)).size, wanted.length);
        for (const { payload } of wanted) {
          assert.ok(Object.values(payload ?? {}).every(value => typeof value === 'string'));
        }
        assert.deepEqual(new Set(forms.map(form => form.name)), new Set(wanted.map(form => form.name)));
      }),
    );
  });

  test('an alchemist that names none is shown with caption', () => {
    assert.deepEqual(shownForms([]), ['caption']);
    assert.deepEqual(shownForms(['nsfw']), ['nsfw']);
  });
});

describe('tiles', () => {
  test('cover the picture', () => {
    const vectors: [number, number, number][] = [
      [128, 128, 1],
      [512, 512, 1],
      [513, 512, 2],
      [1024, 1024, 4],
      [3072, 3072, 36],
      [16384, 1, 32],
    ];
    for (const [width, height, tiles] of vectors) assert.equal(tilesOf({ width, height }), tiles);
  });

  test('are bounded', () => {
    assert.equal(checkTiles(255), undefined);
    assert.equal(checkTiles(256)?.rc, 'SourceImageResolutionExceeded');
  });
});

describe('prices', () => {
  test('one, three for an interrogation, three a tile for a post-processor', () => {
    for (const form of ['caption', 'nsfw', 'vectorize', 'palette', 'describe', 'aesthetic']) {
      assert.equal(formPrice(form, 9), 100);
    }
    assert.equal(formPrice('interrogation', 9), 300);
    for (const form of POST_PROCESSORS) assert.equal(formPrice(form, 4), 1200);
  });

  test('the requester pays one more, and two where slow workers are allowed', () => {
    assert.equal(formCharge(300, true), 500);
    assert.equal(formCharge(100, false), 200);
  });
});

describe('states', () => {
  const waiting = { waiting: 1, processing: 0, finished: 0, faulted: false, cancelled: false };

  test('of a form', () => {
    assert.equal(formState(waiting), 'waiting');
    assert.equal(formState({ ...waiting, waiting: 0, processing: 1 }), 'processing');
    assert.equal(formState({ ...waiting, waiting: 0, finished: 1 }), 'done');
    assert.equal(formState({ ...waiting, faulted: true }), 'faulted');
    assert.equal(formState({ ...waiting, waiting: 0, cancelled: true }), 'cancelled');
    assert.equal(formState({ ...waiting, waiting: 0, finished: 1, cancelled: true }), 'done');
  });

  test('of a request, by those of its forms', () => {
    assert.equal(alchemyState([]), 'faulted');
    assert.equal(alchemyState(['faulted', 'faulted']), 'faulted');
    assert.equal(alchemyState(['done', 'done']), 'done');
    assert.equal(alchemyState(['done', 'processing', 'waiting']), 'processing');
    assert.equal(alchemyState(['done', 'waiting']), 'waiting');
    assert.equal(alchemyState(['done', 'faulted']), 'partial');
    assert.equal(alchemyState(['done', 'cancelled']), 'partial');
    assert.equal(alchemyState(['cancelled', 'cancelled']), 'partial');
  });

  test('a request is over exactly when no form waits or runs', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ALCHEMY_FORM_STATES)), states => {
        const open = states.some(state => state === 'waiting' || state === 'processing');
        assert.equal(isOver(alchemyState(states)), !open);
      }),
    );
  });
});

describe('admission', () => {
  const requester = { trusted: false, patron: false, safeIp: true };
  const plain = { pendingForms: 0, concurrency: 1, raid: false, requester };
  const forms = (count: number) => wantedForms(ALCHEMY_FORMS.slice(0, count).map(name => ({ name })));
  const refusal = (changes: object) => checkAlchemyRequest({ ...plain, forms: forms(1), ...changes })?.rc;

  test('refuses a request without forms, and payloads without end', () => {
    assert.equal(refusal({}), undefined);
    assert.equal(refusal({ forms: [] }), 'BadRequest');
    assert.equal(
      refusal({ forms: wantedForms([{ name: 'caption', payload: { a: 'x'.repeat(65_536) } }]) }),
      'BadRequest',
    );
  });

  test('lets ten times the concurrency wait, forms at workers counted', () => {
    assert.equal(refusal({ pendingForms: 7, forms: forms(3) }), undefined);
    assert.equal(refusal({ pendingForms: 7, forms: forms(4) }), 'TooManyPrompts');
    assert.equal(refusal({ pendingForms: 10 }), 'TooManyPrompts');
    assert.equal(refusal({ pendingForms: 10, concurrency: 2 }), undefined);
  });

  test('refuses unsafe addresses in a raid, but for trusted users and patrons', () => {
    const unsafe = { ...requester, safeIp: false };
    assert.equal(refusal({ requester: unsafe }), undefined);
    assert.equal(refusal({ raid: true }), undefined);
    assert.equal(refusal({ raid: true, requester: unsafe }), 'UntrustedUnsafeIP');
    assert.equal(refusal({ raid: true, requester: { ...unsafe, trusted: true } }), undefined);
    assert.equal(refusal({ raid: true, requester: { ...unsafe, patron: true } }), undefined);
  });
});

test('results are used again for five days, images that were made for 90 minutes', () => {
  assert.equal(resultCacheSeconds('caption'), 432_000);
  assert.equal(resultCacheSeconds('GFPGAN'), 5400);
});
