import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../create/settings.ts';
import { fromSettingsFile } from '../create/settingsFile.ts';
import { imageType } from './imageFile.ts';
import { batchIndexOf, fileNameOf, type Picture, searchPictures } from './picture.ts';
import { sidecarOf, zipNames } from './sidecar.ts';

function picture(change: Partial<Picture> & { prompt?: string; seed?: string }): Picture {
  const { prompt = 'a red heart', seed = '42', ...rest } = change;
  return {
    id: 'id',
    jobId: 'job',
    createdAtMs: 1_000,
    settings: { ...DEFAULT_SETTINGS, prompt, seed },
    model: 'emoji-64',
    workerId: 'w',
    workerName: 'attic',
    kudos: 9,
    fromPicture: false,
    censored: false,
    remarks: [],
    mimeType: 'image/webp',
    sizeBytes: 10,
    widthPixels: 512,
    heightPixels: 512,
    ...rest,
  };
}

test('a search finds pictures by prompt, model, seed and worker, newest first', () => {
  const all = [
    picture({ id: 'old', createdAtMs: 1 }),
    picture({ id: 'new', createdAtMs: 2 }),
    picture({ id: 'cat', prompt: 'a cat', seed: '7', workerName: 'kitchen' }),
  ];
  const ids = (search: string) => searchPictures(all, search).map(found => found.id);
  assert.deepEqual(ids('RED heart'), ['new', 'old']);
  assert.deepEqual(ids('kitchen'), ['cat']);
  assert.deepEqual(ids('7'), ['cat']);
  assert.deepEqual(ids('red cat'), []);
  assert.equal(ids('').length, 3);
});

test('a file name has nothing in it that a file system dislikes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), prompt => {
      assert.match(fileNameOf(picture({ prompt })), /^[\p{L}\p{N}-]+\.webp$/u);
    }),
  );
  assert.equal(fileNameOf(picture({ prompt: 'A cat, äußerst/../schön!' })), '42-A-cat-äußerst-schön.webp');
});

test('in a zip no two names are the same, and a sidecar is named as its picture', () => {
  const names = zipNames(Array.from({ length: 12 }, () => picture({})));
  assert.equal(new Set(names.map(name => name.file)).size, 12);
  assert.deepEqual(names[0], { file: '01-42-a-red-heart.webp', sidecar: '01-42-a-red-heart.json' });
});

test('a sidecar fills the form again', () => {
  const found = fromSettingsFile(JSON.stringify(sidecarOf(picture({ seed: '99' }))));
  assert.equal(found?.seed, '99');
  assert.equal(found?.model, 'emoji-64');
  assert.equal(found?.prompt, 'a red heart');
});

test('the place in a batch is read from the remarks', () => {
  const remarks = [{ type: 'batch_index', value: 'see_ref', ref: '3' }];
  assert.equal(batchIndexOf(picture({ remarks })), '3');
  assert.equal(batchIndexOf(picture({})), null);
});

test('the first bytes tell the format of an image', () => {
  assert.equal(imageType(Buffer.from('RIFF\0\0\0\0WEBPVP8 ')), 'image/webp');
  assert.equal(imageType(new Uint8Array([0x89, 0x50, 0x4e, 0x47])), 'image/png');
  assert.equal(imageType(new Uint8Array([0xff, 0xd8, 0xff])), 'image/jpeg');
  assert.equal(imageType(new Uint8Array([])), 'application/octet-stream');
});
