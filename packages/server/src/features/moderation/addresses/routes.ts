import { HordeError, type IPTimeout, routes } from '@openhorde/contract';
import type { FastifyInstance } from 'fastify';
import { mount } from '../../../http/index.ts';
import type { Database } from '../../../platform/db.ts';
import { householdOf, parseAddress, parseNetwork } from '../../../platform/networks.ts';
import { recordDeed } from '../../audit/index.ts';
import { forgetReports } from './report.ts';
import { type AddressTimeouts, secondsUntil, type Timeout } from './timeouts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface AddressRoutesNeeds {
  db: Database;
  now(): number;
  timeouts: AddressTimeouts;
  /** The address that a worker last asked from; undefined: there is no such worker. */
  addressOfWorker(workerId: string): string | null | undefined;
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
    await put(needs, address, call.body.hours * HOUR_MS, { actorId, detail: { hours: call.body.hours } });
    return { message: 'OK' };
  });

  mount(app, routes.liftTimeout, async call => {
    const address = addressOrNetwork(call.body.ipaddr);
    const { id: actorId } = await call.principal();
    await lift(needs, address, { actorId });
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
    const address = addressOf(needs, workerId);
    await put(needs, address, days * DAY_MS, { actorId, detail: { days, worker: workerId } });
    return { message: 'OK' };
  });

  mount(app, routes.unblockWorkerAddress, async call => {
    const { id: actorId } = await call.principal();
    const workerId = call.params.worker_id;
    await lift(needs, addressOf(needs, workerId), { actorId, detail: { worker: workerId } });
    return { message: 'OK' };
  });
}

/** The address of a worker; of IPv6 its /64. @throws HordeError WorkerNotFound, BadRequest when nobody knows it */
function addressOf({ addressOfWorker }: AddressRoutesNeeds, workerId: string): string {
  const ip = addressOfWorker(workerId.toLowerCase());
  if (ip === undefined) throw new HordeError('WorkerNotFound');
  if (ip === null) throw new HordeError('BadRequest', { message: 'This worker has no known address.' });
  return householdOf(ip);
}

interface By {
  actorId: number;
  detail?: object;
}

async function put(
  { db, now, timeouts }: AddressRoutesNeeds,
  address: string,
  forMs: number,
  by: By,
): Promise<void> {
  const expiresAtMs = now() + forMs;
  await db.transaction(async transaction => {
    await timeouts.put({ address, expiresAtMs }, transaction);
    await recordDeed(transaction, { ...by, action: 'address.timeout', subject: `address:${address}` });
  });
  timeouts.applied(address, expiresAtMs);
}

async function lift({ db, timeouts }: AddressRoutesNeeds, address: string, by: By): Promise<void> {
  await db.transaction(async transaction => {
    await timeouts.lift(address, transaction);
    await forgetReports(transaction, address);
    await recordDeed(transaction, { ...by, action: 'address.lift', subject: `address:${address}` });
  });
  timeouts.applied(address, undefined);
}

/** @throws HordeError BadRequest */
function addressOrNetwork(text: string): string {
  const address = text.includes('/') ? parseNetwork(text) : parseAddress(text);
  if (address === undefined) throw noAddress();
  return address;
}

const noAddress = () =>
  new HordeError('BadRequest', {
    message: 'This is no address and no network. Write 203.0.113.7, 198.51.100.0/24, or the like in IPv6.',
  });
