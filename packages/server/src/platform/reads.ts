/** Readings of something as a whole that may overtake each other: what an older one found does not replace what a newer one did. */
export class Reads {
  #begun = 0;
  #taken = 0;

  /** @returns whether what this reading found is the newest, asked when it is over, once */
  begin(): () => boolean {
    this.#begun += 1;
    const number = this.#begun;
    return () => {
      if (number < this.#taken) return false;
      this.#taken = number;
      return true;
    };
  }
}
