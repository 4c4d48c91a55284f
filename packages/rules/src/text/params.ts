import { setKeys } from '../shared/setKeys.ts';

/** What a request for texts asks for once defaults have taken effect, and how much work that is. */

/** `params` of a request as the schema let it pass; absent keys take their effective default. */
export interface TextParamsInput {
  n?: number | undefined;
  max_context_length?: number | undefined;
  max_length?: number | undefined;
  rep_pen?: number | undefined;
  rep_pen_range?: number | undefined;
  rep_pen_slope?: number | undefined;
  temperature?: number | undefined;
  tfs?: number | undefined;
  top_a?: number | undefined;
  top_k?: number | undefined;
  top_p?: number | undefined;
  typical?: number | undefined;
  min_p?: number | undefined;
  smoothing_factor?: number | undefined;
  dynatemp_range?: number | undefined;
  dynatemp_exponent?: number | undefined;
  sampler_order?: readonly number[] | undefined;
  stop_sequence?: readonly string[] | undefined;
  use_default_badwordsids?: boolean | undefined;
  frmtadsnsp?: boolean | undefined;
  frmtrmblln?: boolean | undefined;
  frmtrmspch?: boolean | undefined;
  frmttriminc?: boolean | undefined;
  singleline?: boolean | undefined;
}

/** Keys that mean something only when set. */
const WHEN_SET = [
  'rep_pen',
  'rep_pen_range',
  'rep_pen_slope',
  'temperature',
  'tfs',
  'top_a',
  'top_k',
  'top_p',
  'typical',
  'sampler_order',
  'stop_sequence',
  'use_default_badwordsids',
  'frmtadsnsp',
  'frmtrmblln',
  'frmtrmspch',
  'frmttriminc',
  'singleline',
] as const satisfies readonly (keyof TextParamsInput)[];

/** `params` with every default in place. */
export interface TextParams extends Pick<TextParamsInput, (typeof WHEN_SET)[number]> {
  n: number;
  max_context_length: number;
  max_length: number;
  min_p: number;
  smoothing_factor: number;
  dynatemp_range: number;
  dynatemp_exponent: number;
}

/** Fills in the effective defaults (http-api-text §1.2). Unknown keys are left out. */
export function effectiveTextParams(input: TextParamsInput): TextParams {
  return {
    n: input.n ?? 1,
    max_context_length: input.max_context_length ?? 2048,
    max_length: input.max_length ?? 80,
    min_p: input.min_p ?? 0,
    smoothing_factor: input.smoothing_factor ?? 0,
    dynatemp_range: input.dynatemp_range ?? 0,
    dynatemp_exponent: input.dynatemp_exponent ?? 1,
    ...setKeys(input, WHEN_SET),
  };
}

/** Work of one job, in tokens. */
export const textThings = ({ max_length }: Pick<TextParams, 'max_length'>): number => max_length;

/** Tokens of the unit that people see. */
export const TEXT_DIVISOR = 1;

/** The payload that all jobs of a request share (rules-jobs §1.7). */
export type TextPayload = TextParams & { prompt: string };

/** Each job makes one text, whatever the request wants. */
export function textPayload(prompt: string, params: TextParams): TextPayload {
  return { ...params, prompt, n: 1 };
}
