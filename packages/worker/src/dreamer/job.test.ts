import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopAnswer } from '@openhorde/sdk';
import { begunEntry, faultedEntry, finishedEntry, jobOf, unfinishedJobs } from './job.ts';

const answer = (ids: string[], change: Partial<PopAnswer> = {}) =>
  ({ id: ids[0], ids, payload: {}, ttl: 100, r2_upload: null, r2_uploads: null, ...change }) as PopAnswer;

test('a popped job owes one picture for each id, with the address that belongs to it', () => {
  const job = jobOf(answer(['a', 'b'], { r2_uploads: ['http://s/a', 'http://s/b'] }), 'http://h', 1_000);
  assert.equal(job.dueAtMs, 101_000);
  assert.deepEqual(
    job.entries.map(({ jobId, batchIndex, uploadUrl, state }) => [jobId, batchIndex, uploadUrl, state]),
    [
      ['a', 0, 'http://s/a', 'working'],
      ['b', 1, 'http://s/b', 'working'],
    ],
  );
});

test('a picture that is done or given up no longer holds its prompt', () => {
  const [entry] = jobOf(answer(['a', 'b']), 'http://h', 0).entries;
  for (const settled of [finishedEntry(entry!, 7, []), faultedEntry(entry!, 'x'.repeat(1000))]) {
    assert.equal(settled.work, null);
    assert((settled.metadata[0]?.ref?.length ?? 0) <= 255);
  }
});

test('each picture of a batch says its place among all that were asked for, a single one has none', () => {
  const refs = (ids: string[], first?: number) => {
    const { payload, ...rest } = answer(ids);
    const popped = { ...rest, payload: { ...payload, ...(first !== undefined && { batch_index: first }) } };
    return jobOf(popped, 'http://h', 0).entries.map(
      entry => finishedEntry(entry, 7, []).metadata.find(({ type }) => type === 'batch_index')?.ref,
    );
  };
  assert.deepEqual(refs(['a', 'b']), ['0', '1']);
  assert.deepEqual(refs(['a', 'b'], 4), ['4', '5'], 'a slice that goes on where the last one ended');
  assert.deepEqual(refs(['a'], 4), ['4']);
  assert.deepEqual(refs(['a']), [undefined]);
});

test('of what an earlier process was at, the rest of each batch is taken up, while its time lasts and it was begun once at most', () => {
  const popped = jobOf(answer(['a', 'b', 'c']), 'http://h', 0);
  const left = popped.entries.slice(1);
  const { again, lost } = unfinishedJobs(left, 99_000);
  assert.deepEqual(lost, []);
  assert.deepEqual(
    again.map(({ id, entries }) => [id, entries.map(({ batchIndex }) => batchIndex)]),
    [['a', [1, 2]]],
  );
  assert.equal(unfinishedJobs(left, 100_000).lost.length, 2);
  // Begun once, then twice: the spool has one entry for the batch.
  const once = begunEntry(again[0]!)!;
  const afterOne = unfinishedJobs([once, left[1]!], 0);
  assert.equal(afterOne.again.length, 1);
  const twice = begunEntry(afterOne.again[0]!)!;
  assert.equal(unfinishedJobs([twice, left[1]!], 0).lost.length, 2);
  assert.equal(
    unfinishedJobs(
      left.map(entry => ({ ...entry, work: null })),
      0,
    ).lost.length,
    2,
  );
});
