import type { Worker } from '@openhorde/sdk';
import { plainName } from '../ui/plainName.ts';
import { bySpeed, speedOf, type WorkerOnline } from './figures.ts';

/** The image workers that are online, in the app's words, fastest first. */
export function workersOnline(workers: readonly Worker[]): WorkerOnline[] {
  return workers
    .filter(worker => worker.online && worker.type === 'image')
    .map(
      (worker): WorkerOnline => ({
        id: worker.id ?? '',
        name: plainName(worker.name ?? ''),
        state: worker.maintenance_mode ? 'maintenance' : worker.paused ? 'paused' : 'working',
        isTrusted: worker.trusted ?? false,
        speed: speedOf(worker.performance),
        threads: worker.threads ?? 1,
        models: worker.models ?? [],
        requestsFulfilled: worker.requests_fulfilled ?? 0,
        uptimeSeconds: worker.uptime ?? 0,
        info: plainName(worker.info ?? ''),
        agent: (worker.bridge_agent ?? '').split(':').slice(0, 2).join(' '),
      }),
    )
    .sort(bySpeed);
}
