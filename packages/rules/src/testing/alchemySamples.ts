/** Records for the tests of alchemy: a plain form, and an alchemist that takes everything. */
import { ALCHEMY_FORMS } from '@openhorde/contract';
import {
  type AlchemistOffer,
  type AlchemistSettings,
  type AlchemyRequirements,
  alchemistOffer,
  alchemyFacts,
} from '../alchemy/records.ts';
import type { RequestFacts } from '../shared/records.ts';

export function aForm(changes: Partial<AlchemyRequirements> = {}): AlchemyRequirements {
  return {
    form: 'caption',
    tiles: 1,
    trustedWorkers: false,
    slowWorkers: true,
    safeIp: true,
    requesterTrusted: false,
    workerList: null,
    ...changes,
  };
}

export function formFacts(changes: Partial<Parameters<typeof alchemyFacts>[0]> = {}): RequestFacts {
  return alchemyFacts({
    requesterId: 7,
    requesterKudosCents: 100_000,
    priceCents: 100,
    slowWorkers: true,
    ...changes,
  });
}

export function anAlchemist(changes: Partial<AlchemistSettings> = {}): AlchemistOffer {
  return alchemistOffer({
    id: 'worker-1',
    ownerId: 3,
    ownerTrusted: false,
    forms: ALCHEMY_FORMS,
    speed: 1,
    threads: 1,
    maxTiles: 80,
    amount: 1,
    maintenance: false,
    requireUpfrontKudos: false,
    priorityUserIds: [],
    allowUnsafeIp: true,
    lastCheckInMs: 0,
    ...changes,
  });
}
