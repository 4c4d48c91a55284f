import { Type } from 'typebox';
import { defaulted } from '../define.ts';
import { ID, id, integer, LONG_NAME, NAME, SAFE, text } from '../fields.ts';
import type { RateLimit } from '../route.ts';
import { RequestError, RequestValidationError } from '../schemas/errors.ts';

// What the routes of styles and collections have in common.

export const STYLE_ID = Type.Object({ style_id: id('The style.') });
export const STYLE_NAMED = Type.Object({
  style_name: text('Its name, alone or as user#id::name, style::name, user#id::style::name.', LONG_NAME),
});

export const SORT = defaulted(
  text('popular: what was used most comes first; age: the oldest.', ID),
  'popular',
);
export const PAGE = defaulted(integer('Which page of 25.', SAFE), 1);

export const STYLES_QUERY = Type.Object({
  sort: Type.Optional(SORT),
  page: Type.Optional(PAGE),
  tag: Type.Optional(text('Only styles with this tag.', NAME)),
  model: Type.Optional(text('Only styles with this model.', NAME)),
});

const SECOND_LIMIT: RateLimit = { count: 2, seconds: 1, per: 'path', whitelistedCount: 10 };
export const STYLE_LIMITS: readonly RateLimit[] = [
  { count: 90, seconds: 60, per: 'path', whitelistedCount: 300 },
  SECOND_LIMIT,
];
/** Changes of one image style, and text styles made. Looking is limited as elsewhere. */
export const STYLE_WRITE_LIMITS: readonly RateLimit[] = [
  { count: 20, seconds: 3600, per: 'path' },
  SECOND_LIMIT,
];

export const REFUSALS = {
  400: RequestValidationError,
  401: RequestError,
  403: RequestError,
  404: RequestError,
} as const;

/** What a style may be refused for, beside what its values may. */
const STYLE_CODES = [
  'InvalidAPIKey',
  'DeletedUser',
  'BadRequest',
  'SharedKeyInvalid',
  'SharedKeyEmpty',
  'SharedKeyExpired',
  'StylePromptMissingVars',
] as const;
const MAKE_CODES = ['StylesRequiresCustomizer', 'StylesAnonForbidden'] as const;
const CHANGE_CODES = ['StyleNotFound', 'StyleGetMistmatch', 'Forbidden'] as const;

const IMAGE_VALUE_CODES = [
  'HiResMismatch',
  'TooManyLoras',
  'BadLoraVersion',
  'TooManyTIs',
  'InvalidTransparencyModel',
  'ControlNetMismatch',
  'InvalidPromptSize',
  'UnexpectedModelName',
  'TooManyUpscalers',
  'BadCFGDecimals',
  'BadCFGNumber',
  'SpecialModelNeedsSpecialUser',
  'SpecialMissingUsername',
  'SpecialForbidden',
  'SpecialMissingPayload',
] as const;
const TEXT_VALUE_CODES = [
  'TokenOverflow',
  'MissingFullSamplerOrder',
  'TooManyStopSequences',
  'ExcessiveStopSequence',
] as const;

export const IMAGE_STYLE_CODES = {
  made: [...STYLE_CODES, ...MAKE_CODES, ...IMAGE_VALUE_CODES],
  changed: [...STYLE_CODES, ...CHANGE_CODES, ...IMAGE_VALUE_CODES],
} as const;
export const TEXT_STYLE_CODES = {
  made: [...STYLE_CODES, ...MAKE_CODES, ...TEXT_VALUE_CODES],
  changed: [...STYLE_CODES, ...CHANGE_CODES, ...TEXT_VALUE_CODES],
} as const;
export const DELETE_CODES = ['InvalidAPIKey', 'StylesAnonForbidden', ...CHANGE_CODES] as const;
