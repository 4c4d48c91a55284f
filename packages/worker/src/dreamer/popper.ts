import {
  HordeApiError,
  type HordeClient,
  HordeNetworkError,
  type PopAnswer,
  type PopInput,
} from '@openhorde/sdk';
import { growing, notBefore } from '../backOff.ts';
import { ConfigError } from '../config/config.ts';
import type { OnWorkerEvent } from '../events.ts';
import type { Timing, WorkerWorld } from '../world.ts';
import { MalformedAnswer, readPopAnswer } from './popAnswer.ts';
import { adviceFor, popTroubleOf, wrongSetting } from './popTrouble.ts';

export interface Popper {
  /**
   * Asks once, and rests after it as long as the answer wants: not at all after a pop that the horde held, a second
   * after another, longer after refusals and after answers that make no sense. Answers a job, or null. Rejects
   * with the reason of `signal`, and with ConfigError where no waiting mends what is wrong.
   */
  pop(input: PopInput, signal: AbortSignal): Promise<PopAnswer | null>;
}

/** Messages that are remembered, so that each is told once. */
const MESSAGES_MAX = 1_000;
/** Of a refusal. */
const FIELDS_TOLD_MAX = 20;
const SENTENCE_LENGTH_MAX = 5_000;

export function createPopper(
  client: HordeClient,
  { world, timing, onEvent }: { world: WorkerWorld; timing: Timing; onEvent: OnWorkerEvent },
): Popper {
  let failures = 0;
  let earliestMs = 0;
  /** The last trouble told: a sentence is told again only after something else. */
  let lastTrouble = '';
  const messagesTold = new Set<string>();

  async function pop(input: PopInput, signal: AbortSignal): Promise<PopAnswer | null> {
    const restMs = earliestMs - world.now();
    if (restMs > 0) await world.sleep(restMs, signal);
    const startedMs = world.now();
    try {
      const settings = { waitSeconds: timing.holdSeconds, timeoutMs: timing.callMs, signal };
      const { answer: body, waited } = await client.pop(input, settings);
      const answer = readPopAnswer(body, input.amount ?? 1);
      failures = 0;
      lastTrouble = '';
      tellMessages(answer);
      const hasJob = answer.id !== null;
      if (!hasJob) onEvent({ type: 'idle', skipped: { ...answer.skipped } });
      // A horde that says it held the pop and answers nothing within the gap did not really.
      const held = waited && (hasJob || world.now() - startedMs >= timing.popGapMs);
      earliestMs = held ? 0 : startedMs + timing.popGapMs;
      return hasJob ? answer : null;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      endAtWrongSetting(error);
      failures++;
      const retryMs = restAfter(error);
      earliestMs = world.now() + retryMs;
      tellTrouble(error, retryMs);
      return null;
    }
  }

  function restAfter(error: unknown): number {
    if (!(error instanceof HordeApiError)) return growing(failures, timing.networkMs);
    if (error.retryAfterSeconds !== undefined) return notBefore(error, timing.popGapMs);
    if (error.status >= 500) return growing(failures, timing.networkMs);
    const trouble = popTroubleOf(error);
    return trouble === 'maintenance' || trouble === 'other' ? timing.popRefusedMs : timing.popForbiddenMs;
  }

  function tellTrouble(error: unknown, retryMs: number): void {
    const message =
      error instanceof HordeApiError
        ? adviceFor(popTroubleOf(error), withFields(error))
        : error instanceof HordeNetworkError || error instanceof MalformedAnswer
          ? error.message
          : String(error);
    if (message === lastTrouble) return;
    lastTrouble = message;
    onEvent({ type: 'trouble', doing: 'pop', message, retryMs });
  }

  function tellMessages(answer: PopAnswer): void {
    for (const { id, message, origin } of answer.messages) {
      if (messagesTold.has(id)) continue;
      if (messagesTold.size >= MESSAGES_MAX) messagesTold.clear();
      messagesTold.add(id);
      onEvent({ type: 'message', message, origin: origin ?? '' });
    }
  }

  return { pop };
}

/** @throws ConfigError */
function endAtWrongSetting(error: unknown): void {
  if (!(error instanceof HordeApiError)) return;
  const problem = wrongSetting(popTroubleOf(error), withFields(error));
  if (problem !== undefined) throw new ConfigError([problem]);
}

function withFields(error: HordeApiError): string {
  const fields = Object.entries(error.errors ?? {}).map(([field, text]) => `${field}: ${text}`);
  return [error.message, ...fields.slice(0, FIELDS_TOLD_MAX)].join('; ').slice(0, SENTENCE_LENGTH_MAX);
}
