import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Seen {
  method: string;
  /** Path and query. */
  path: string;
  headers: IncomingMessage['headers'];
  /** The body as it came. */
  bytes: Buffer;
  /** The body as JSON, if it is. */
  body: unknown;
}

/** The stand-in's reaction to a call: an answer, or a hand on the raw response for streams and cut connections. */
export type Reply =
  | { status?: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | ((response: ServerResponse) => void);

export type Script = (call: Seen) => Reply | Promise<Reply>;

/** A server on the loopback address that answers as `script` says and remembers every call. */
export async function startStandIn(script: Script) {
  const calls: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const call: Seen = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      bytes,
      body: parse(bytes),
    };
    calls.push(call);
    const reply = await script(call);
    if (typeof reply === 'function') return reply(response);
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.text ?? JSON.stringify(reply.json ?? {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** `METHOD path` of every call so far, without `/api/v2`. */
    lines: () => calls.map(call => `${call.method} ${call.path.replace('/api/v2', '')}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** A clock that jumps: every sleep ends at once and moves it. `slept` lists the sleeps in milliseconds. */
export function jumpingClock() {
  let nowMs = 1_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => nowMs,
    random: () => 0.5,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      nowMs += ms;
      slept.push(Math.round(ms));
    },
  };
}

/** A check answer with the given differences. */
export function checkAnswer(change: Record<string, unknown> = {}) {
  return {
    finished: 0,
    processing: 0,
    restarted: 0,
    waiting: 1,
    done: false,
    faulted: false,
    wait_time: 20,
    queue_position: 1,
    kudos: 1,
    is_possible: true,
    ...change,
  };
}
