import { type BodyOf, HordeError, type routes } from '@openhorde/contract';
import {
  billionsOf,
  isValidatedBackend,
  type TextModelReference,
  type TextRequirements,
  textJobCharge,
  textJobKudos,
  textSpeedLimits,
  toCents,
  tokensOf,
} from '@openhorde/rules';
import { type Delivered, type SubmitNeeds, type Submitted, submitJob } from '../../core/jobs/index.ts';
import type { Principal } from '../../http/index.ts';
import type { TextKind } from './kind.ts';

const METADATA_MAX = 50;
const CSAM = { type: 'censorship', value: 'csam' } as const;

type SubmitBody = BodyOf<typeof routes.textSubmit>;

export type TextSubmitNeeds = SubmitNeeds & { textReference(): TextModelReference };

/** A Scribe hands in a text, or gives a job up. */
export async function submitTextJob(
  horde: TextSubmitNeeds,
  kind: TextKind,
  { body, principal }: { body: SubmitBody; principal(): Promise<Principal> },
): Promise<{ reward: number }> {
  const { reward } = await submitJob(horde, kind, {
    jobId: body.id,
    principal,
    faulted: body.state === 'faulted',
    check() {
      if ((body.gen_metadata?.length ?? 0) > METADATA_MAX) {
        throw new HordeError('BadRequest', {
          message: `A result has at most ${METADATA_MAX} entries of metadata.`,
        });
      }
    },
    deliver: async submitted => deliver(horde, submitted, body),
  });
  return { reward };
}

function deliver(
  horde: Pick<TextSubmitNeeds, 'textReference'>,
  { job, entry, worker, owner }: Submitted<TextRequirements>,
  { generation, state, seed = 0, gen_metadata: sent = [] }: SubmitBody,
): Delivered {
  const isCsam = sent.some(({ value }) => value === CSAM.value);
  const censored = isCsam || state === 'censored' || state === 'csam';
  const billions = billionsOf(job.model, horde.textReference());
  const kudos = textJobKudos({
    promptLength: entry.promptLength,
    text: generation,
    maxLength: entry.things,
    billions,
    backendValidated: isValidatedBackend(worker.bridgeAgent),
    ownerTrusted: owner.trusted,
  });
  const priceCents = toCents(kudos);
  return {
    result: generation,
    seed,
    censored,
    metadata: state === 'csam' && !isCsam ? [...sent, CSAM] : sent,
    // [ODD] Of an unknown model the worker is told the price before it is rounded.
    rewardCents: kudos * 100,
    payCents: priceCents,
    chargeCents: textJobCharge({ priceCents, censored }),
    things: tokensOf(generation, entry.things),
    // Both sides' records count what was asked for, whatever came back.
    contribution: entry.things,
    usage: entry.things,
    speedLimits: textSpeedLimits({ ownerTrusted: owner.trusted, model: job.model, billions }),
  };
}
