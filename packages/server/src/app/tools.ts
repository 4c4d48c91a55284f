import { type Reconciliation, reconcile } from '../core/kudos/index.ts';
import { WORKERS } from '../core/nodes.ts';
import { type Accounts, accountsFeature } from '../features/accounts/index.ts';
import { type Filters, moderationFeature } from '../features/moderation/index.ts';
import { SharedKeys } from '../features/sharedkeys/index.ts';
import { type Modes, statusFeature } from '../features/status/index.ts';
import type { EditNeeds } from '../features/workers/index.ts';
import { buildContext } from './buildContext.ts';
import { validateConfig } from './config.ts';
import { buildCore } from './core.ts';
import { type Closers, closeAll, joinDatabase } from './database.ts';
import { type Environment, readEnvironment } from './env.ts';
import { type Operator, operatorOf } from './operator.ts';
import { followAccounts } from './people.ts';
import { loadSecrets } from './secrets.ts';
import { toolLog } from './toolLog.ts';

/** The operator's hands: what the command line does beside a running node, or without one. */
export interface Tools {
  accounts: Accounts;
  modes: Pick<Modes, 'current' | 'set'>;
  /** The prompt filters. */
  filters: Filters;
  operator: Operator;
  /** Balance in kudos. */
  balanceOf(userId: number): Promise<number>;
  checkLedger(): Promise<Reconciliation>;
  close(): Promise<void>;
}

/** @throws ConfigError, or an Error whose message is a sentence for people */
export async function openTools(environment: Environment = readEnvironment(process.env)): Promise<Tools> {
  const closers: Closers = [];
  try {
    const config = validateConfig(environment);
    const log = toolLog();
    const secrets = await loadSecrets(config.home, environment);
    const { db, url: databaseUrl } = await joinDatabase(config, secrets, log, closers);
    const publicUrl = () => config.http.publicUrl;
    const { context } = await buildContext({ config, secrets, log, db, databaseUrl, publicUrl }, closers);
    const people = accountsFeature(context, secrets);
    closers.push(() => people.close());
    const { modes, close } = await statusFeature(context);
    closers.push(close);
    const moderation = await moderationFeature(context, {
      secrets,
      suspect: report => core.commands.suspect(report),
    });
    const core = buildCore(context, {
      people,
      notices: moderation.notices,
      isRaid: () => modes.current.raid,
    });
    await core.workers.load();
    const edits: EditNeeds = {
      db,
      now: context.world.now,
      registry: core.workers,
      tell: (ids, on) => context.bus.publish(WORKERS, ids, on),
    };
    followAccounts(people, { ...context, ...core }, edits);
    const parts = { ...context, ...core, accounts: people.accounts, sharedKeys: new SharedKeys(db) };
    return {
      accounts: people.accounts,
      modes,
      filters: moderation.filters,
      operator: operatorOf(parts, people, edits, moderation.timeouts),
      async balanceOf(userId) {
        await core.balances.load([userId]);
        return core.balances.known(userId) / 100;
      },
      checkLedger: () => reconcile(db.pool),
      close: async () => {
        await context.commits.drain();
        await closeAll(closers);
      },
    };
  } catch (error) {
    await closeAll(closers).catch(() => {});
    throw error;
  }
}
