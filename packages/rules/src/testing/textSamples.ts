/** Records for the tests of texts: a plain request, a worker that takes everything, a small reference. */
import { type TextWorkerSettings, textWorkerOffer } from '../text/offer.ts';
import type { TextRequirements, TextWorkerOffer } from '../text/records.ts';
import { parseTextModelReference } from '../text/reference.ts';

export const TEXT_REFERENCE = parseTextModelReference({
  'koboldcpp/Robin-7B': { name: 'koboldcpp/Robin-7B', model_name: 'Robin-7B', parameters: 7_000_000_000 },
  'koboldcpp/Wren-13B': { parameters: 13_000_000_000, nsfw: true },
  'aphrodite/Heron-70B': { parameters: 70_000_000_000 },
  'Sparrow-3B': { parameters: 3_000_000_000 },
});

export function aTextRequest(changes: Partial<TextRequirements> = {}): TextRequirements {
  return {
    models: ['koboldcpp/Robin-7B'],
    maxLength: 80,
    maxContextLength: 2048,
    nsfw: false,
    trustedWorkers: false,
    validatedBackends: false,
    slowWorkers: true,
    extraSlowWorkers: false,
    safeIp: true,
    requesterTrusted: false,
    softprompt: null,
    disableBatching: false,
    workerList: null,
    ...changes,
  };
}

const KOBOLD = 'KoboldCppEmbedWorker:2:https://example.org';

export function aTextWorker(changes: Partial<TextWorkerSettings> = {}): TextWorkerOffer {
  return textWorkerOffer(
    {
      id: 'scribe-1',
      ownerId: 3,
      ownerTrusted: false,
      models: ['koboldcpp/Robin-7B'],
      bridgeAgent: KOBOLD,
      speed: 20,
      threads: 1,
      maxLength: 512,
      maxContextLength: 4096,
      softprompts: ['mirror.zip'],
      amount: 1,
      nsfw: true,
      blacklist: [],
      extraSlow: false,
      allowUnsafeIp: true,
      maintenance: false,
      paused: false,
      requireUpfrontKudos: false,
      priorityUserIds: [],
      lastCheckInMs: 0,
      ...changes,
    },
    TEXT_REFERENCE,
  );
}
