import {
  type Static,
  type TArray,
  type TNumberOptions,
  type TSchema,
  type TStringOptions,
  type TUnsafe,
  Type,
} from 'typebox';
import { annotate, defaulted } from './define.ts';

// Short words for the fields of the wire, so that a definition reads as a table: kind, meaning, limits.

/** Text. */
export const text = (description: string, limits: TStringOptions = {}) =>
  Type.String({ ...limits, description });

/** A whole number. */
export const integer = (description: string, limits: TNumberOptions = {}) =>
  Type.Integer({ ...limits, description });

/** Any number. */
export const number = (description: string, limits: TNumberOptions = {}) =>
  Type.Number({ ...limits, description });

/** Yes or no. */
export const flag = (description: string) => Type.Boolean({ description });

/** Yes or no with the default that takes effect, and the documented one where it differs. */
export const flagOr = (effective: boolean, description: string, documented?: boolean) =>
  defaulted(flag(description), effective, documented);

/** One of a closed list of texts. */
export const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], description });

/** A list. */
export const list = <Item extends TSchema>(
  items: Item,
  description: string,
  limits: { uniqueItems?: boolean; maxItems?: number } = {},
): TArray<Item> => Type.Array(items, { ...limits, description });

/** A moment, printed as RFC 822. */
export const date = (description: string) => Type.String({ format: 'date-time', description });

/** A job's, worker's or request's id: a UUID of 36 characters. */
export const UUID_LENGTH = { minLength: 36, maxLength: 36 } as const;

/** The same field where the answer may hold null in its place. Published as the plain type, as the original does. */
export const orNull = <Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> =>
  annotate(schema, { nullable: true }) as unknown as TUnsafe<Static<Schema> | null>;

/**
 * A field that the schema stage does not look at: its value is coerced at the parser stage, after the key was asked for.
 * For what the original takes in any JSON type.
 */
export const parserStage = <Schema extends TSchema>(schema: Schema): Schema =>
  annotate(schema, { parserStage: true });

export const isParserStage = (schema: TSchema): boolean =>
  (schema as { parserStage?: boolean }).parserStage === true;

/** An addition of ours to a published object: an answer that has nothing to say there leaves the key out. */
export const addition = <Schema extends TSchema>(schema: Schema): Schema =>
  annotate(schema, { 'x-addition': true });

export const isAddition = (schema: TSchema): boolean =>
  (schema as { 'x-addition'?: boolean })['x-addition'] === true;
