import { Pool } from 'undici';

export interface CallerAnswer {
  status: number;
  /** Parsed; undefined when it was not asked for. */
  body: Record<string, unknown>;
}

export interface Caller {
  /** `path` is below `/api/v2`. A body of the answer is only parsed when the caller needs it. */
  call(method: 'GET' | 'POST', path: string, apikey?: string, body?: object): Promise<CallerAnswer>;
  /** Puts bytes to a signed address of the same server. @returns the status */
  upload(address: string, bytes: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

const AGENT = 'openhorde-bench:1.0:none';

/** Calls over `connections` connections that stay open. The load program shares its cores with what it measures: it is cheap. */
export function openCaller(url: string, connections: number): Caller {
  const pool = new Pool(new URL(url).origin, { connections, pipelining: 1, headersTimeout: 60_000 });
  return {
    async call(method, path, apikey, body) {
      const headers: Record<string, string> = { 'client-agent': AGENT };
      if (apikey !== undefined) headers.apikey = apikey;
      if (body) headers['content-type'] = 'application/json';
      const answer = await pool.request({
        method,
        path: `/api/v2${path}`,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: parsed(text) };
    },
    async upload(address, bytes) {
      const { pathname, search } = new URL(address);
      const answer = await pool.request({ method: 'PUT', path: pathname + search, body: bytes });
      await answer.body.dump();
      return answer.statusCode;
    },
    close: () => pool.close(),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { message: text.slice(0, 200) };
  }
}
