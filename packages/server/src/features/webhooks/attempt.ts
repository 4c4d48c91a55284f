import type { OutboundFetch } from '../../platform/outbound.ts';
import { OutboundError, type OutboundReason } from '../../platform/outboundError.ts';
import type { Outcome } from './delivery.ts';
import { retryAfterMs } from './schedule.ts';

const TIMEOUT_MS = 3_000;
/** Of an answer that is not read. */
const ANSWER_BYTES_MAX = 64 * 1024;
const GONE = 410;

/** Posts a result once. Never throws: whatever goes wrong is an outcome. */
export async function attempt(
  outbound: OutboundFetch,
  url: string,
  headers: Record<string, string>,
  body: string,
  now: () => number,
): Promise<Outcome> {
  try {
    const answer = await outbound.fetch(url, {
      method: 'POST',
      headers,
      body,
      protocols: ['https:'],
      timeoutMs: TIMEOUT_MS,
      sizeBytesMax: ANSWER_BYTES_MAX,
      ignoreBody: true,
    });
    const { status } = answer;
    if (status >= 200 && status < 300) return { delivered: true, status };
    return {
      delivered: false,
      status,
      error: answered(status),
      final: status === GONE,
      retryAfterMs: retryAfterMs(answer.headers['retry-after'], now()),
    };
  } catch (error) {
    return { delivered: false, ...whyNot(error) };
  }
}

function answered(status: number): string {
  if (status >= 300 && status < 400) {
    return `The receiver answered ${status}: redirects are not followed, give the address it leads to.`;
  }
  if (status === GONE) return `The receiver answered ${status}: it wants no more deliveries.`;
  return `The receiver answered ${status}; a delivery is taken by a status from 200 to 299.`;
}

const SENTENCES: Record<Exclude<OutboundReason, 'network'>, string> = {
  address: 'The address is not on the public internet.',
  name: 'The name in the address leads nowhere on the public internet.',
  protocol: 'The address does not begin with https.',
  port: 'The port of the address is not allowed.',
  credentials: 'The address holds a user name or a password, which is not allowed.',
  redirects: 'The receiver redirects, which is not followed.',
  'too large': 'The answer of the receiver was too large.',
  timeout: `The receiver did not answer within ${TIMEOUT_MS / 1000} seconds.`,
};
const FINAL: ReadonlySet<OutboundReason> = new Set(['address', 'protocol', 'port', 'credentials']);
const DETAIL_LENGTH_MAX = 200;

function whyNot(error: unknown): { error: string; final: boolean } {
  if (!(error instanceof OutboundError)) return { error: 'The result could not be posted.', final: false };
  if (error.reason !== 'network') return { error: SENTENCES[error.reason], final: FINAL.has(error.reason) };
  const detail = error.message.slice(0, DETAIL_LENGTH_MAX) || 'nobody answers there';
  return { error: `There was no connection to the receiver, or it broke: ${detail}.`, final: false };
}
