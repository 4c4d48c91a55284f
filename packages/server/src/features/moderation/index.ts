import type { FastifyInstance } from 'fastify';
import type { Report } from '../../core/needs.ts';
import { NetworkMap } from '../../platform/networks.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Timers } from '../../platform/timers.ts';
import type { Accounts } from '../accounts/index.ts';
import { ReputationChecker } from './addresses/checker.ts';
import { NetworkLists, networkOf } from './addresses/networkList.ts';
import { pruneReports } from './addresses/report.ts';
import { type AddressRoutesNeeds, addressRoutes } from './addresses/routes.ts';
import { AddressSafety, allOf, type SafetyProvider } from './addresses/safety.ts';
import { AddressTimeouts } from './addresses/timeouts.ts';
import { Notices } from './notices.ts';
import { ProblemJobs } from './problemJobs.ts';
import { FilterBook } from './prompts/filterBook.ts';
import { filterRoutes } from './prompts/filterRoutes.ts';
import { Filters } from './prompts/filters.ts';
import { readPromptRules } from './prompts/promptRules.ts';
import { pruneRefusedPrompts, refusedRoutes } from './prompts/refusedRoutes.ts';
import { PromptScreen } from './prompts/screen.ts';

export { addressOrNetwork, blockAddress, unblockAddress } from './addresses/change.ts';
export type { AddressSafety } from './addresses/safety.ts';
export type { AddressTimeouts, Timeout } from './addresses/timeouts.ts';
export type { Notices } from './notices.ts';
export type { ProblemJobs } from './problemJobs.ts';
export type { Filters } from './prompts/filters.ts';
export type { PromptScreen } from './prompts/screen.ts';

/** What guards the doors of the horde. */
export interface Guards {
  /** Addresses that may neither ask nor work for a while. */
  timeouts: AddressTimeouts;
  /** Addresses that hide others. */
  safety: AddressSafety;
  /** Prompts that go in, and in what words. */
  prompts: PromptScreen;
  /** Results that no picture may show. */
  problems: ProblemJobs;
  /** What moderators should look at. */
  notices: Notices;
}

export interface ModerationFeature extends Guards {
  filters: Filters;
  /** Keeps what is over from growing, and lists current. */
  tend(timers: Timers): void;
  /** Whether an address is that of a service that calls for many people. */
  isService(ip: string): boolean;
  routes(
    app: FastifyInstance,
    needs: Pick<AddressRoutesNeeds, 'addressOfWorker'> & { accounts: Pick<Accounts, 'byIds'> },
  ): void;
}

/** What the operator has set for moderation. */
export interface ModerationSettings {
  /** Aliases of those who may try the prompt filters without being moderators. */
  filterTesters: string[];
  /** File of the rules for prompts; absolute. Absent: the shipped sample. */
  promptRules?: string;
  /** Whether an address in time-out for a prompt may not work either. */
  promptsStopWorkers: boolean;
  /** Addresses and networks of services that call for many people. */
  serviceNetworks: string[];
  /** Files of networks that hide people; absolute. */
  unsafeNetworkFiles: string[];
  /** Addresses and networks that are safe whatever is said of them. */
  safeNetworks: string[];
}

export interface ModerationNeeds {
  secrets: {
    /** Reputation service for addresses, with `{ipaddr}` in it; absent: no service is asked. */
    ipChecker?: string;
    /** Where moderators are told; absent: in the log alone. */
    moderatorWebhook?: string;
  };
  suspect(report: Report): Promise<void>;
}

const PRUNE_MS = 600_000;

/** @throws Error, a sentence for the operator, when a file that the configuration names cannot be used */
export async function moderationFeature(
  {
    config: { moderation: config },
    db,
    bus,
    world,
    log,
    outbound,
  }: Pick<Platform, 'db' | 'bus' | 'world' | 'log' | 'outbound'> & {
    config: { moderation: ModerationSettings };
  },
  { secrets: { ipChecker, moderatorWebhook }, suspect }: ModerationNeeds,
): Promise<ModerationFeature> {
  const { now } = world;
  const timeouts = new AddressTimeouts({ db, bus, now, promptsStopWorkers: config.promptsStopWorkers });
  const book = new FilterBook({ db, bus, log });
  const services = networksOf(config.serviceNetworks);
  const isService = (ip: string) => services.has(ip);
  const lists = new NetworkLists(config.unsafeNetworkFiles, log);
  const providers: SafetyProvider[] = [
    ...(config.unsafeNetworkFiles.length > 0 ? [lists] : []),
    ...(ipChecker === undefined ? [] : [new ReputationChecker({ url: ipChecker, outbound, now })]),
  ];
  const safe = networksOf([...config.serviceNetworks, ...config.safeNetworks]);
  const notices = new Notices({ webhook: moderatorWebhook, outbound, log });
  const rules = await readPromptRules(config.promptRules);
  await Promise.all([timeouts.load(), book.load(), lists.load()]);
  const problems = new ProblemJobs({ db, now, notices });
  const filters = new Filters({ db, now, book });
  return {
    filters,
    timeouts,
    safety: new AddressSafety({ provider: allOf(providers), safe }),
    prompts: new PromptScreen({ db, now, timeouts, notices, isService, suspect, book, rules }),
    problems,
    notices,
    isService,
    tend(timers) {
      timers.repeat({
        name: 'prune time-outs and refused prompts',
        everyMs: PRUNE_MS,
        async run() {
          await timeouts.prune();
          await pruneReports(db, now());
          await pruneRefusedPrompts(db, now());
          await problems.prune();
          await lists.load();
        },
      });
    },
    routes(app, { addressOfWorker, accounts }) {
      addressRoutes(app, { db, now, timeouts, addressOfWorker });
      filterRoutes(app, { filters, accounts, testers: config.filterTesters });
      refusedRoutes(app, { db, now });
    },
  };
}

/** Addresses and networks of the configuration, which has checked them. */
function networksOf(entries: readonly string[]): NetworkMap<true> {
  const networks = new NetworkMap<true>();
  for (const entry of entries) {
    const network = networkOf(entry);
    if (network !== undefined) networks.set(network, true);
  }
  return networks;
}
