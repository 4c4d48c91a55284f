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
export const date = (description: string) => Type.String({ format: 'date-time', maxLength: 40, description });

/**
 * What is known by an id alone. The door brings ids into their one spelling; what is none is left as it is, and not found.
 */
export const id = (description: string, limits: TStringOptions = ID) =>
  annotate(text(description, limits), { id: true });

export const isId = (schema: TSchema): boolean => (schema as { id?: boolean }).id === true;

/** A job's, worker's or request's id: a UUID of 36 characters. */
export const UUID_LENGTH = { minLength: 36, maxLength: 36 } as const;

// Bounds of what the published API lets be of any size: far beyond all that is honest, so that no client meets them
// by chance. Lengths count characters.

/** An id, or a word of a short list; any other value is refused, or is not found. */
export const ID = { maxLength: 100 } as const;
/** The name of a model, an account or the like. */
export const NAME = { maxLength: 255 } as const;
/** A name with all that may stand around it, or one that is cut. */
export const LONG_NAME = { maxLength: 1024 } as const;
/** The prompt of an image; beyond half of this a rule with a return code says that it is too long. */
export const IMAGE_PROMPT = { maxLength: 200_000 } as const;
/** The prompt of a text; below this a rule with a return code says how long it may be (`promptBytesMax`). */
export const TEXT_PROMPT = { maxLength: 5 * 1_048_576 } as const;
/** A text that a worker has written: far more than the 4096 tokens that can be asked for. */
export const TEXT_RESULT = { maxLength: 500_000 } as const;
/**
 * An image of 20 MiB as base64, in lines as mail has them, or as a `data:` address; and some more, so that what is a
 * little too large is told so by the rule that has a return code.
 */
export const PICTURE = { maxLength: 30_000_000 } as const;
/** Where a rule says how many there may be, it comes later and has a return code. */
export const FEW = { maxItems: 100 } as const;
export const MANY = { maxItems: 1000 } as const;
/** A list of which only the first entries count. */
export const CUT = { maxItems: 10_000 } as const;
/** A number that a column of 32 bits holds. */
export const INT32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 } as const;
/** A number that no sum of it loses a digit of. */
export const SAFE = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER } as const;

/** A field in whose place the answer may hold null. Published as the plain type, as the original does. */
export const orNull = <Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> =>
  annotate(schema, { nullable: true }) as unknown as TUnsafe<Static<Schema> | null>;

/**
 * A field that the schema stage does not look at: its value is coerced at the parser stage, after the key was asked for.
 * For what the original takes in any JSON type.
 */
export const parserStage = <Schema extends TSchema>(schema: Schema): Schema =>
  annotate(schema, { parserStage: true });

/**
 * A text in which NUL characters are replaced, since no column holds them. A call with one anywhere else is refused
 * (`NulByteInPayload`).
 */
export const nulAs = <Schema extends TSchema>(replacement: '' | '\ufffd', schema: Schema): Schema =>
  annotate(schema, { nulAs: replacement });

export const isParserStage = (schema: TSchema): boolean =>
  (schema as { parserStage?: boolean }).parserStage === true;

/** An addition of ours to a published object: an answer that has nothing to say there leaves the key out. */
export const addition = <Schema extends TSchema>(schema: Schema): Schema =>
  annotate(schema, { 'x-addition': true });

export const isAddition = (schema: TSchema): boolean =>
  (schema as { 'x-addition'?: boolean })['x-addition'] === true;
