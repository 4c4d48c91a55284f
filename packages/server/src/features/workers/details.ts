import type { Output, ResponseModelMessage, WorkerDetails, WorkerType } from '@openhorde/contract';
import { IMAGE_DIVISOR, isOnline, parseBridgeAgent, shownForms } from '@openhorde/rules';
import type { ImageOfferRecord, TextOfferRecord, Worker } from '../../core/workers/index.ts';
import type { User } from '../accounts/index.ts';
import type { WorkerKudos } from './workerKudos.ts';

/** All that the page of a worker is made from. */
export interface WorkerFacts {
  worker: Worker;
  owner: User;
  kudos: WorkerKudos;
  team: { name: string; id: string } | undefined;
  /** Those that are not over. */
  messages: readonly Output<ResponseModelMessage>[];
  nowMs: number;
}

/** A worker as the API shows it (http-api-accounts §4). `privileged`: to moderators. */
export function workerDetails(facts: WorkerFacts, privileged: boolean): Output<WorkerDetails> {
  const { worker, owner, kudos, team, messages, nowMs } = facts;
  return {
    type: worker.type,
    name: worker.name,
    id: worker.id,
    online: isOnline(worker, nowMs),
    requests_fulfilled: worker.fulfilments,
    uncompleted_jobs: worker.uncompletedJobs,
    // Whole numbers, as clients know them; the ledger has the cents.
    kudos_rewards: Math.round(kudos.total),
    kudos_details: { generated: whole(kudos.generated), uptime: whole(kudos.uptime) },
    performance: performanceOf(worker),
    threads: worker.threads,
    uptime: worker.uptimeSeconds,
    maintenance_mode: worker.maintenance,
    info: worker.info,
    trusted: owner.trusted,
    flagged: owner.flagged,
    team: team ?? { name: null, id: null },
    bridge_agent: worker.bridgeAgent,
    ...OF_TYPE[worker.type](worker),
    ...((privileged || owner.publicWorkers) && { owner: owner.alias, messages }),
    ...(privileged && {
      paused: worker.paused,
      suspicious: worker.suspicions,
      ipaddr: worker.ip,
      contact: owner.contact,
    }),
  };
}

const whole = (kudos: number | null) => (kudos === null ? null : Math.round(kudos));

/** Fields that only one kind of worker has. */
const OF_TYPE: Readonly<Record<WorkerType, (worker: Worker) => Partial<Output<WorkerDetails>>>> = {
  image({ bridgeAgent, nsfw, offer: said, contributions }) {
    const { capabilities } = parseBridgeAgent(bridgeAgent);
    const offer = said as ImageOfferRecord;
    return {
      nsfw,
      models: offer.models,
      max_pixels: offer.maxPixels,
      megapixelsteps_generated: Math.round(contributions * 100) / 100,
      img2img: offer.allowImg2img && capabilities.has('img2img'),
      painting: offer.allowPainting && capabilities.has('inpainting'),
      'post-processing': offer.allowPostProcessing,
      controlnet: offer.allowControlnet,
      sdxl_controlnet: offer.allowSdxlControlnet,
      lora: offer.allowLora,
    };
  },
  text({ nsfw, offer: said, contributions }) {
    const offer = said as TextOfferRecord;
    return {
      nsfw,
      models: offer.models,
      max_length: offer.maxLength,
      max_context_length: offer.maxContextLength,
      tokens_generated: Math.round(contributions),
    };
  },
  interrogation: ({ offer }) => ({ forms: shownForms(offer.models) }),
};

/** Clients read the number at the beginning. */
function performanceOf({ type, speed, fulfilments }: Worker): string {
  if (type === 'image') return `${(speed / IMAGE_DIVISOR).toFixed(1)} megapixelsteps per second`;
  if (type === 'text') return `${speed.toFixed(1)} tokens per second`;
  return fulfilments > 0 ? `${speed.toFixed(1)} seconds per form` : 'No requests fulfilled yet';
}
