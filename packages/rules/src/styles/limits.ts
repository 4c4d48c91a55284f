/** Limits of styles and collections (domain-rules §7). */

export const STYLE_MODELS_MAX = 5;
export const STYLE_TAGS_MAX = 10;
/** What a template may make of a prompt, in UTF-16 units: as much as the longest text that may be sent without one. */
export const STYLED_PROMPT_LENGTH_MAX = 4 * 1_048_576;
export const STYLE_EXAMPLES_MAX = 4;
export const STYLES_PER_PAGE = 25;
/** What the owner of a style earns when somebody else uses it; its user pays the same on top of his tax. */
export const STYLE_REWARD_CENTS = 200;

/** Whether the use of a style is paid for: never to oneself. */
export const isForeignStyle = (ownerId: number, requesterId: number): boolean => ownerId !== requesterId;

/** Who may make styles; anonymous is asked about apart. */
export const mayMakeStyles = (account: { trusted: boolean; customizer: boolean }): boolean =>
  account.trusted || account.customizer;
