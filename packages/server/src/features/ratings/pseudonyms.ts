import { createHmac } from 'node:crypto';

/** Names by which a rater is recognised but not identified: keyed hashes, one key for each use. */
export class Pseudonyms {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** Of an address, so that the answers from one can be counted without keeping it. */
  ofAddress(ip: string): string {
    return this.#hash(`address ${ip}`);
  }

  /** Of a rater, in what leaves the horde. */
  ofRater(rater: string): string {
    return this.#hash(`rater ${rater}`);
  }

  #hash(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url').slice(0, 22);
  }
}
