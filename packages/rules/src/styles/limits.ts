/** Limits of styles and collections (domain-rules §7). */

export const STYLE_MODELS_MAX = 5;
export const STYLE_TAGS_MAX = 10;
/** What a template may make of a prompt, in UTF-16 units: as much as the longest text that may be sent without one. */
export const STYLED_PROMPT_LENGTH_MAX = 4 * 1_048_576;
export const STYLE_EXAMPLES_MAX = 4;
export const STYLES_PER_PAGE = 25;
/** Earned by the owner of a style with the first job delivered to another user, who pays it on top of the tax. */
export const STYLE_REWARD_CENTS = 200;

/** Whether the use of a style is paid for: never when its owner is any of those behind the request. */
export const isForeignStyle = (ownerId: number, behindIt: readonly (number | undefined)[]): boolean =>
  !behindIt.includes(ownerId);

/** Who may make styles; anonymous is asked about apart. */
export const mayMakeStyles = (account: { trusted: boolean; customizer: boolean }): boolean =>
  account.trusted || account.customizer;
