import { ImageError } from './imageError.ts';

interface Waiting {
  names: readonly string[];
  start(): void;
}

/**
 * Lets so many run at a time and so many wait; who comes then is refused at once. Of both, those who go by one name have
 * half at most, so that no sender takes all of it; of those who wait, the first who may runs next.
 */
export class ImageTurns {
  readonly #runningMax: number;
  readonly #waitingMax: number;
  /** Names of those that run, once for each. */
  readonly #running: (readonly string[])[] = [];
  #waiting: Waiting[] = [];

  constructor(runningMax: number, waitingMax: number) {
    this.#runningMax = runningMax;
    this.#waitingMax = waitingMax;
  }

  /** @param names of who asks: account, address … @throws ImageError `busy` when too many wait. */
  async run<T>(names: readonly string[], work: () => Promise<T>): Promise<T> {
    if (this.#mayRun(names)) this.#running.push(names);
    else {
      const waiting = this.#waiting.map(({ names }) => names);
      if (waiting.length >= this.#waitingMax || isHalf(names, waiting, this.#waitingMax))
        throw new ImageError('busy', 'too many images wait already');
      await new Promise<void>(start => this.#waiting.push({ names, start }));
    }
    try {
      return await work();
    } finally {
      this.#running.splice(this.#running.indexOf(names), 1);
      this.#startNext();
    }
  }

  #mayRun(names: readonly string[]): boolean {
    return this.#running.length < this.#runningMax && !isHalf(names, this.#running, this.#runningMax);
  }

  #startNext(): void {
    this.#waiting = this.#waiting.filter(({ names, start }) => {
      if (!this.#mayRun(names)) return true;
      this.#running.push(names);
      start();
      return false;
    });
  }
}

/** Whether one of the names has half of the places already. */
const isHalf = (names: readonly string[], those: readonly (readonly string[])[], max: number): boolean =>
  names.some(name => those.filter(other => other.includes(name)).length >= Math.max(1, max / 2));
