import { HordeError, type IPTimeout, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../../http/index.ts';
import { householdOf, parseAddress } from '../../../platform/networks.ts';
import { addressOrNetwork, blockAddress, type ChangeNeeds, noAddress, unblockAddress } from './change.ts';
import { secondsUntil, type Timeout } from './timeouts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface AddressRoutesNeeds extends ChangeNeeds {
  /** The address that a worker last asked from; undefined: there is no such worker. */
  addressOfWorker(workerId: string): Promise<string | null | undefined>;
}

/** Time-outs of addresses, in the hands of moderators. */
export function addressRoutes(app: FastifyInstance, needs: AddressRoutesNeeds): void {
  const { now, timeouts } = needs;
  const shown = ({ address, expiresAtMs }: Timeout): IPTimeout => ({
    ipaddr: address,
    seconds: secondsUntil(expiresAtMs, now()),
  });

  mount(app, routes.blockTimeouts, async call => {
    await call.principal();
    return timeouts.networks().map(shown);
  });

  mount(app, routes.addTimeout, async call => {
    const address = addressOrNetwork(call.body.ipaddr);
    const { id: actorId } = await call.principal();
    await blockAddress(needs, address, call.body.hours * HOUR_MS, {
      actorId,
      detail: { hours: call.body.hours },
    });
    return { message: 'OK' };
  });

  mount(app, routes.liftTimeout, async call => {
    const address = addressOrNetwork(call.body.ipaddr);
    const { id: actorId } = await call.principal();
    await unblockAddress(needs, address, { actorId });
    return { message: 'OK' };
  });

  mount(app, routes.timeoutsOfAddress, async call => {
    const address = parseAddress(call.params.ipaddr);
    if (address === undefined) throw noAddress();
    await call.principal();
    return timeouts.of(address).map(shown);
  });

  mount(app, routes.blockWorkerAddress, async call => {
    const { id: actorId } = await call.principal();
    const { days } = call.body;
    const workerId = call.params.worker_id;
    const address = await addressOf(needs, workerId);
    await blockAddress(needs, address, days * DAY_MS, { actorId, detail: { days, worker: workerId } });
    return { message: 'OK' };
  });

  mount(app, routes.unblockWorkerAddress, async call => {
    const { id: actorId } = await call.principal();
    const workerId = call.params.worker_id;
    await unblockAddress(needs, await addressOf(needs, workerId), { actorId, detail: { worker: workerId } });
    return { message: 'OK' };
  });
}

/**
 * The address of a worker; of IPv6 its /64.
 * @throws HordeError WorkerNotFound, BadRequest when it is unknown
 */
async function addressOf({ addressOfWorker }: AddressRoutesNeeds, workerId: string): Promise<string> {
  const ip = await addressOfWorker(workerId);
  if (ip === undefined) throw new HordeError('WorkerNotFound');
  if (ip === null) throw new HordeError('BadRequest', { message: 'This worker has no known address.' });
  return householdOf(ip);
}
