import type { RequestChanges } from '../../core/requests/index.ts';
import type { World } from '../../platform/world.ts';

/** Notes changes of the forms of a request from its making on, so that none is missed between two looks. Call `end` when done. */
export class FormsWatch {
  readonly #unwatch: (() => void)[];
  readonly #world: Pick<World, 'after'>;
  #changed = false;
  #wake: () => void = () => {};

  constructor(
    { changes, world }: { changes: Pick<RequestChanges, 'watch'>; world: Pick<World, 'after'> },
    forms: readonly { id: string }[],
  ) {
    this.#world = world;
    const note = () => {
      this.#changed = true;
      this.#wake();
    };
    this.#unwatch = forms.map(({ id }) => changes.watch(id, note));
  }

  /** Resolves true at the next change, at once when there was one since the last call; false when time or `signal` end it. */
  async next(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (!this.#changed && milliseconds > 0 && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = () => resolve();
      this.#wake = end;
      const takeBack = this.#world.after(milliseconds, end);
      signal.addEventListener('abort', end, { once: true });
      await promise;
      takeBack();
      signal.removeEventListener('abort', end);
      this.#wake = () => {};
    }
    const changed = this.#changed;
    this.#changed = false;
    return changed && !signal.aborted;
  }

  end(): void {
    for (const unwatch of this.#unwatch) unwatch();
  }
}
