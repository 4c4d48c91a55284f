const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HYPHENS_OR_NOT = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Whether a text is a UUID as ids are written here: 36 characters, in either case. What is none need not be looked for. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** Whether a text is a UUID with or without its hyphens, as sign-in ids of the original are. */
export const isBareUuid = (text: string): boolean => HYPHENS_OR_NOT.test(text);
