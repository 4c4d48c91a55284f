import type { Logger } from 'pino';
import type { OutboundFetch } from '../../platform/outbound.ts';

const TIMEOUT_MS = 2_000;
/** Beyond these the moderators have enough to read, and the log has the rest. */
const UNSENT_MAX = 20;
/** As long as a chat message may be. */
const LENGTH_MAX = 2_000;

export interface NoticeNeeds {
  /** Takes `{"content": text}`, as the chats of moderators do; absent: the log is enough. */
  webhook: string | undefined;
  outbound: Pick<OutboundFetch, 'fetch'>;
  log: Pick<Logger, 'warn'>;
}

/** What moderators should look at: in the log, and posted to their chat, as well as it goes. */
export class Notices {
  readonly #needs: NoticeNeeds;
  #unsent = 0;

  constructor(needs: NoticeNeeds) {
    this.#needs = needs;
  }

  /** Never throws, and its callers do not wait for it. */
  tell(text: string): void {
    const { webhook, log } = this.#needs;
    log.warn({ notice: text }, 'for the moderators');
    if (webhook === undefined || this.#unsent >= UNSENT_MAX) return;
    this.#unsent += 1;
    void this.#post(webhook, text).finally(() => {
      this.#unsent -= 1;
    });
  }

  async #post(webhook: string, text: string): Promise<void> {
    const { outbound, log } = this.#needs;
    try {
      await outbound.fetch(webhook, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ content: text.slice(0, LENGTH_MAX) }),
        timeoutMs: TIMEOUT_MS,
        sizeBytesMax: 65_536,
        ignoreBody: true,
      });
    } catch (error) {
      log.warn({ err: error }, 'a notice did not reach the moderators');
    }
  }
}
