import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failure } from '../api/failure.ts';
import { DEFAULT_SETTINGS } from '../create/settings.ts';
import {
  accepted,
  afterReload,
  canResume,
  drawnFraction,
  isLive,
  type Look,
  looked,
  newJob,
  percentDrawn,
  waitedFraction,
} from './job.ts';
import { progressWords } from './progressWords.ts';
import { lookOf, notesOf } from './wire.ts';

const look: Look = {
  finished: 0,
  processing: 0,
  waiting: 1,
  restarted: 0,
  queuePosition: 3,
  waitSeconds: 20,
  kudos: 0,
  isPossible: true,
  reasons: null,
  step: null,
  steps: null,
};
const fresh = newJob('1', { ...DEFAULT_SETTINGS, prompt: 'a cat', count: 2 }, null, 0);
const queued = accepted(fresh, { id: 'r', notes: [], kudos: 10 });

test('a job goes from sending through the queue to a worker', () => {
  assert.equal(fresh.phase, 'sending');
  assert.equal(queued.phase, 'queued');
  assert.equal(looked(queued, look).phase, 'queued');
  assert.equal(looked(queued, { ...look, processing: 1 }).phase, 'drawing');
});

test('a job whose worker failed goes back to the queue', () => {
  const drawing = looked(queued, { ...look, processing: 1 });
  assert.equal(looked(drawing, { ...look, restarted: 1 }).phase, 'queued');
});

test('a late look changes nothing about a job that has ended', () => {
  for (const phase of ['done', 'failed', 'expired', 'cancelled'] as const) {
    const ended = { ...queued, phase };
    assert.equal(isLive(ended), false);
    assert.deepEqual(looked(ended, { ...look, processing: 1 }), ended);
  }
});

test('only a job without an answer is lost with the page', () => {
  assert.equal(afterReload(fresh).failure?.kind, 'interrupted');
  assert.deepEqual(afterReload(queued), queued);
});

test('progress counts finished pictures and the steps of the one in work', () => {
  assert.equal(drawnFraction(queued), 0);
  const half = looked(queued, { ...look, finished: 1, processing: 1, step: 10, steps: 20 });
  assert.equal(drawnFraction(half), 0.75);
  assert.equal(drawnFraction({ ...half, phase: 'done' }), 1);
});

test('a look without steps keeps the last ones, until another picture begins', () => {
  const stepping = looked(queued, { ...look, processing: 1, step: 10, steps: 20 });
  assert.equal(looked(stepping, { ...look, processing: 1 }).look?.step, 10);
  assert.equal(looked(stepping, { ...look, processing: 1, finished: 1 }).look?.step, null);
});

test('progress and waiting stay between 0 and 1 whatever the horde says', () => {
  const count = fc.nat(30);
  const anyLook = fc.record({
    finished: count,
    processing: count,
    waitSeconds: count,
    step: count,
    steps: count,
  });
  fc.assert(
    fc.property(fc.array(anyLook, { minLength: 1 }), looks => {
      const job = looks.reduce((before, seen) => looked(before, { ...look, ...seen }), queued);
      for (const fraction of [drawnFraction(job), waitedFraction(job)])
        assert.ok(fraction >= 0 && fraction <= 1);
    }),
  );
});

test('the title tells how much of all live jobs is drawn', () => {
  const half = looked(queued, { ...look, finished: 1 });
  assert.equal(percentDrawn([queued]), null);
  assert.equal(percentDrawn([queued, half]), 25);
  assert.equal(percentDrawn([half, { ...queued, phase: 'done' }, { ...queued, isWithdrawn: true }]), 50);
});

test('a job that failed on the way to the browser is fetched again, one that failed at the horde is sent again', () => {
  const failed = (kind: 'unreachable' | 'faulted', job = queued) =>
    canResume({ ...job, phase: 'failed', failure: failure(kind, '') });
  assert.equal(failed('unreachable'), true);
  assert.equal(failed('faulted'), false);
  assert.equal(failed('unreachable', fresh), false);
});

test('the words follow the state', () => {
  assert.equal(progressWords(fresh).key, 'progress.sending');
  assert.equal(progressWords(queued).key, 'progress.queued');
  assert.deepEqual(progressWords(looked(queued, look)), {
    key: 'progress.position',
    values: { count: 3, ordinal: true },
  });
  assert.equal(progressWords(looked(queued, { ...look, queuePosition: 1 })).key, 'progress.next');
  assert.equal(progressWords(looked(queued, { ...look, isPossible: false })).key, 'progress.waiting');
  assert.equal(progressWords(looked(queued, { ...look, processing: 1 })).key, 'progress.drawing');
  const drawn = { ...look, finished: 2, waiting: 0, queuePosition: 0 };
  assert.equal(progressWords(looked(queued, drawn)).key, 'progress.fetching');
  assert.equal(progressWords(looked(queued, drawn), false).key, 'progress.outOfReach');
  assert.equal(progressWords({ ...looked(queued, drawn), isOutOfReach: true }).key, 'progress.outOfReach');
  assert.equal(progressWords({ ...queued, isWithdrawn: true }).key, 'progress.withdrawn');
});

test('the horde is understood', () => {
  const check = {
    finished: 1,
    processing: 1,
    restarted: 0,
    waiting: 2,
    done: false,
    faulted: false,
    wait_time: 7,
    queue_position: 2,
    kudos: 3.5,
    is_possible: false,
    progress: { step: 4, steps: 20, stage: null },
  };
  assert.deepEqual(lookOf(check), {
    ...{ finished: 1, processing: 1, restarted: 0, waiting: 2, waitSeconds: 7, queuePosition: 2, kudos: 3.5 },
    ...{ isPossible: false, reasons: null, step: 4, steps: 20 },
  });
  const warnings = [
    { code: 'StepsTooFew' as const, message: 'few' },
    { code: 'NoAvailableWorker' as const, message: 'nobody' },
  ];
  // Every check tells anew that no worker is there, and that may pass.
  assert.deepEqual(notesOf({ message: 'nobody', warnings }), [{ code: 'StepsTooFew', message: 'few' }]);
  assert.deepEqual(notesOf({ message: 'hello' }), [{ code: null, message: 'hello' }]);
  assert.deepEqual(notesOf({}), []);
});
