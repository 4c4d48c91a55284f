import type { OutboundFetch } from '../../../platform/outbound.ts';
import { OutboundError } from '../../../platform/outboundError.ts';
import type { SafetyProvider, Verdict } from './safety.ts';

const TIMEOUT_MS = 2_000;
/** An answer is one number. */
const ANSWER_BYTES_MAX = 1_024;
const UNSAFE_PROBABILITY = 0.93;
const KEPT_MS = 6 * 3_600_000;
const KEPT_MAX = 50_000;
const TOO_MANY_REQUESTS = 429;

export interface CheckerNeeds {
  /** With `{ipaddr}` where the address goes. */
  url: string;
  outbound: Pick<OutboundFetch, 'fetch'>;
  now(): number;
}

/**
 * A reputation service, asked for one address at a time: it answers how probable it is that its user hides.
 * Verdicts are kept for six hours. A service that is busy or away says nothing; one that refuses finds it safe.
 */
export class ReputationChecker implements SafetyProvider {
  readonly #needs: CheckerNeeds;
  readonly #kept = new Map<string, { verdict: Verdict; untilMs: number }>();
  readonly #asked = new Map<string, Promise<Verdict>>();

  constructor(needs: CheckerNeeds) {
    this.#needs = needs;
  }

  known(ip: string): Verdict | undefined {
    const kept = this.#kept.get(ip);
    return kept && kept.untilMs > this.#needs.now() ? kept.verdict : undefined;
  }

  ask(ip: string): Promise<Verdict> {
    const known = this.known(ip);
    if (known) return Promise.resolve(known);
    let asking = this.#asked.get(ip);
    if (!asking) {
      asking = this.#fetch(ip).finally(() => this.#asked.delete(ip));
      this.#asked.set(ip, asking);
    }
    return asking;
  }

  async #fetch(ip: string): Promise<Verdict> {
    const verdict = await this.#verdictOf(ip);
    if (verdict === 'unknown') return verdict;
    this.#kept.delete(ip);
    if (this.#kept.size >= KEPT_MAX) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(ip, { verdict, untilMs: this.#needs.now() + KEPT_MS });
    return verdict;
  }

  async #verdictOf(ip: string): Promise<Verdict> {
    const { url, outbound } = this.#needs;
    try {
      const { status, body } = await outbound.fetch(url.replaceAll('{ipaddr}', encodeURIComponent(ip)), {
        timeoutMs: TIMEOUT_MS,
        sizeBytesMax: ANSWER_BYTES_MAX,
      });
      if (status === TOO_MANY_REQUESTS) return 'unknown';
      return status === 200 && Number(body.toString()) >= UNSAFE_PROBABILITY ? 'unsafe' : 'safe';
    } catch (error) {
      if (error instanceof OutboundError) return 'unknown';
      throw error;
    }
  }
}
