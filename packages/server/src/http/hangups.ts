import type { ServerResponse } from 'node:http';

/** Tells waiting use cases that no client listens any more: the caller hung up, or the server stops. */
export class Hangups {
  readonly #open = new Set<AbortController>();
  #stopped = false;

  /** The server takes no more calls. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Aborted when the connection closes before the answer is out, or at `stop`. */
  signalFor(response: ServerResponse): AbortSignal {
    const controller = new AbortController();
    if (this.#stopped || response.closed) controller.abort();
    else {
      this.#open.add(controller);
      response.once('close', () => {
        this.#open.delete(controller);
        if (!response.writableFinished) controller.abort();
      });
    }
    return controller.signal;
  }

  /** Ends all waiting, now and from now on, so that the server can stop soon. */
  stop(): void {
    this.#stopped = true;
    for (const controller of this.#open) controller.abort();
    this.#open.clear();
  }
}
