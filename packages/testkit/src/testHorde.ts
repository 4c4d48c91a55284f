import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLog, type Environment, type Server, type StartOptions, startServer } from '@openhorde/server';
import { assertCleanBooks } from './books.ts';
import { createDatabase } from './testDatabase.ts';

/** A whole node in this process, on a fresh database and an empty folder. */
export interface TestHorde extends Server {
  /** JSON over HTTP, as a client calls it; `path` is below `/api/v2`. */
  call(method: string, path: string, options?: CallOptions): Promise<TestAnswer>;
  /** An account with a key. */
  user(fields?: TestUserFields): Promise<TestUser>;
  home: string;
  databaseUrl: string;
}

export interface CallOptions {
  apikey?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** For streams, which do not end: hangs up after the headers of a successful answer; its body is ''. */
  isStream?: boolean;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text where it is none. */
  body: never;
}

export interface TestUserFields {
  username?: string;
  kudos?: number;
  trusted?: boolean;
  moderator?: boolean;
}

export interface TestUser {
  id: number;
  alias: string;
  apikey: string;
}

let users = 0;

/**
 * Starts a node for tests and benches: rate limits off, test users open, any free port. Stop it with `stop`, which also
 * proves its books, and drops the database and the folder.
 */
export async function startTestHorde(
  environment: Environment = {},
  options: Pick<StartOptions, 'world' | 'outbound' | 'signInEndpoints'> = {},
): Promise<TestHorde> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'openhorde-horde-'));
  const database = await createDatabase();
  const server = await startServer({
    environment: {
      OPENHORDE_HOME: home,
      DATABASE_URL: database.url,
      PORT: '0',
      RATE_LIMITS: 'off',
      DEV_TEST_USERS: '1',
      ...environment,
    },
    log: createLog('error'),
    ...options,
  });
  const call: TestHorde['call'] = async (method, where, { apikey, body, headers, isStream } = {}) => {
    const response = await fetch(`${server.url}/api/v2${where}`, {
      method,
      headers: {
        ...(apikey !== undefined && { apikey }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (isStream && response.ok) await response.body?.cancel();
    const text = isStream && response.ok ? '' : await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) as never };
  };
  return {
    ...server,
    home,
    databaseUrl: database.url,
    call,
    async user({ username = 'tester', kudos = 0, trusted = false, moderator = false } = {}) {
      const oauth_id = `test_${process.pid}_${users++}`;
      const { status, body } = await call('POST', '/dev/test-user', {
        body: { username, oauth_id, kudos, trusted, moderator },
      });
      if (status >= 300) throw new Error(`no test user: ${status} ${JSON.stringify(body)}`);
      const made = body as { user_id: string; alias: string; api_key: string };
      return { id: Number(made.user_id), alias: made.alias, apikey: made.api_key };
    },
    async stop() {
      await server.stop();
      try {
        await assertCleanBooks({ OPENHORDE_HOME: home, DATABASE_URL: database.url });
      } finally {
        await database.drop();
        await rm(home, { recursive: true, force: true });
      }
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
