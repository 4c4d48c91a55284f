import { type Accounts, accountsFeature } from '../features/accounts/index.ts';
import { ledger, type Reconciliation, reconcile } from '../features/kudos/index.ts';
import { CommitPipeline } from '../platform/commits.ts';
import { createLog } from '../platform/log.ts';
import { openPostgresBus } from '../platform/postgresBus.ts';
import { world } from '../platform/world.ts';
import { validateConfig } from './config.ts';
import { type Closers, closeAll, joinDatabase } from './database.ts';
import { type Environment, readEnvironment } from './env.ts';
import { loadSecrets } from './secrets.ts';

/** The operator's hands: what the command line does beside a running node, or without one. */
export interface Tools {
  accounts: Accounts;
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
    const log = createLog('warn');
    const secrets = await loadSecrets(config.home, environment);
    const { db, url } = await joinDatabase(config, secrets, log, closers);
    const bus = await openPostgresBus({ url, database: db, node: world.uuid(), log });
    closers.push(() => bus.close());
    const commits = new CommitPipeline(db.pool);
    const feature = accountsFeature({ config, world, db, bus, commits, log }, secrets);
    closers.push(() => feature.close());
    commits.finishWith(ledger(() => {}));
    return {
      accounts: feature.accounts,
      async balanceOf(userId) {
        const { rows } = await db.query<{ balance: number }>(
          'SELECT balance FROM kudos_accounts WHERE account = $1',
          [`user:${userId}`],
        );
        return rows[0]?.balance ?? 0;
      },
      checkLedger: () => reconcile(db.pool),
      close: async () => {
        await commits.drain();
        await closeAll(closers);
      },
    };
  } catch (error) {
    await closeAll(closers).catch(() => {});
    throw error;
  }
}
