import { createLog, type Environment, type Server, startServer } from '@openhorde/server';
import { startTestHorde, type TestHorde } from './testHorde.ts';

const SERVER_SECRET = 'the same secret on every node';

/** A second node of a horde, in this process, on the same database and folder of objects. */
export interface TwoNodes {
  one: TestHorde;
  two: Server;
  /** JSON over HTTP through any of them; `path` is below `/api/v2`. */
  call<Body>(
    node: { url: string },
    method: string,
    path: string,
    apikey: string,
    body?: unknown,
  ): Promise<{ status: number; body: Body }>;
  stop(): Promise<void>;
}

/** Starts two nodes that are one horde. Stop them with `stop`, which also proves their books. */
export async function startTwoNodes(environment: Environment = {}): Promise<TwoNodes> {
  const one = await startTestHorde({ SERVER_SECRET, ...environment });
  const two = await startServer({
    environment: {
      OPENHORDE_HOME: one.home,
      DATABASE_URL: one.databaseUrl,
      SERVER_SECRET,
      PORT: '0',
      RATE_LIMITS: 'off',
      ...environment,
    },
    log: createLog('error'),
  });
  return {
    one,
    two,
    async call(node, method, path, apikey, body) {
      const response = await fetch(`${node.url}/api/v2${path}`, {
        method,
        headers: { apikey, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as never };
    },
    async stop() {
      await two.stop();
      await one.stop();
    },
  };
}
