import type { Output, ResponseModelMessage, WorkerDetails } from '@openhorde/contract';
import { isOnline } from '@openhorde/rules';
import type { Worker } from '../../core/workers/index.ts';
import type { User } from '../accounts/index.ts';
import type { WorkerKudos } from './workerKudos.ts';

/** All that the page of a worker is made from. */
export interface WorkerFacts {
  worker: Worker;
  /** What its kind of work shows of it. */
  ofKind: Partial<Output<WorkerDetails>>;
  owner: User;
  kudos: WorkerKudos;
  team: { name: string; id: string } | undefined;
  /** Those that are not over. */
  messages: readonly Output<ResponseModelMessage>[];
  nowMs: number;
}

/** A worker as the API shows it (http-api-accounts §4). `privileged`: to moderators. */
export function workerDetails(facts: WorkerFacts, privileged: boolean): Output<WorkerDetails> {
  const { worker, ofKind, owner, kudos, team, messages, nowMs } = facts;
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
    threads: worker.threads,
    uptime: worker.uptimeSeconds,
    maintenance_mode: worker.maintenance,
    info: worker.info,
    trusted: owner.trusted,
    flagged: owner.flagged,
    team: team ?? { name: null, id: null },
    bridge_agent: worker.bridgeAgent,
    ...ofKind,
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
