import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Config } from '../app/config.ts';
import { ledger } from '../core/kudos/index.ts';
import { WorkerRegistry } from '../core/workers/index.ts';
import { accountsFeature } from '../features/accounts/index.ts';
import { createHttp } from '../http/index.ts';
import type { Bus } from '../platform/bus.ts';
import { CommitPipeline } from '../platform/commits.ts';
import type { Database } from '../platform/db.ts';
import type { World } from '../platform/world.ts';
import { world as realWorld } from '../platform/world.ts';

/** An answer as a client of the API sees it. */
export interface Seen {
  status: number;
  // Tests look into answers of every shape.
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, whose shape the test states
  body: any;
}

/** The doors of a node without queue and jobs: for tests of accounts, workers and status pages through `inject`. */
export function featureNode(needs: {
  db: Database;
  bus: Bus;
  /** Milliseconds since 1970; default: the system's clock. */
  now?: () => number;
  admins?: string[];
  rateLimits?: boolean;
}) {
  const { db, bus, admins = [], rateLimits = false } = needs;
  const world: World = { ...realWorld, ...(needs.now && { now: needs.now }) };
  const log = pino({ level: 'silent' });
  const commits = new CommitPipeline(db.pool);
  const config = { admins, kudos: { awarders: [] } } as unknown as Config;
  const feature = accountsFeature({ config, world, db, bus, commits, log }, { keySalt: 'pepper' });
  commits.finishWith(ledger(() => {}));
  const registry = new WorkerRegistry(db);
  const app: FastifyInstance = createHttp({
    config: {
      publicUrl: 'http://127.0.0.1:7001',
      trustedProxies: ['127.0.0.1'],
      rateLimits,
      version: '0.1.0',
      devTestUsers: true,
    },
    log,
    authenticate: feature.authenticate,
    now: world.now,
  });

  /** Makes an account; its key and number. */
  async function user(username: string, fields: Record<string, unknown> = {}) {
    const made = await feature.accounts.create({ username, oauthId: `test_${username}` });
    if (!made) throw new Error(`${username} is there already`);
    const { moderator, trusted, kudos } = fields as {
      moderator?: boolean;
      trusted?: boolean;
      kudos?: number;
    };
    if (moderator || trusted) {
      await feature.accounts.setRoles(made.user.id, {
        ...(moderator && { moderator }),
        ...(trusted && { trusted }),
      });
    }
    if (kudos) await feature.accounts.startWith(made.user.id, kudos * 100);
    return { key: made.key, id: made.user.id, alias: made.user.alias };
  }

  /** One call below `/api`. `key` undefined: without a key. */
  async function call(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    key?: string,
    body?: unknown,
  ): Promise<Seen> {
    const answer = await app.inject({
      method,
      url: `/api${path}`,
      headers: {
        ...(key !== undefined && { apikey: key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  return { app, world, log, commits, registry, feature, accounts: feature.accounts, user, call };
}
