/** A compiled expression: the caller makes sure that it takes time linear in the text. */
export interface Matcher {
  test(text: string): boolean;
  /** Every piece of the text that matches, in order. */
  findAll(text: string): string[];
  /** The text with `replacement`, taken literally, in place of each match. */
  replaceAll(text: string, replacement: string): string;
}
