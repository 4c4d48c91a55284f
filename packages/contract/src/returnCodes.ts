/** Return codes of the wire: status and the sentence that tells a person what to do. */
export interface ReturnCodeEntry {
  status: number;
  message: string;
}
export const RETURN_CODES = {
  InvalidAPIKey: { status: 401, message: 'No user matches this API key. Did you register, or is there a typing error?' },
} as const satisfies Record<string, ReturnCodeEntry>;
export type ReturnCode = keyof typeof RETURN_CODES;
