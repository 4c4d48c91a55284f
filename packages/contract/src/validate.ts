import type { TSchema } from 'typebox';
import { definitionOf } from './define.ts';
import { isParserStage } from './fields.ts';

/** Dotted path of a field (`params.loras.0.name`; the body itself is "") -> what is wrong with it. */
export type Faults = Record<string, string>;

/** A body is told so many faults at most, however many it has. */
const FAULTS_MAX = 200;

/** Free content is kept and handed on, so there is an end to it. */
const FREE_DEPTH_MAX = 32;
const FREE_VALUES_MAX = 10_000;
const FREE_CHARACTERS_MAX = 1_000_000;

type Path = (string | number)[];
type Check = (value: unknown, path: Path, faults: FaultList) => void;

class FaultList {
  readonly faults: Faults = {};
  count = 0;

  /** The first fault of a field is told; later ones follow from it more often than not. */
  add(path: Path, sentence: string): void {
    const key = path.join('.');
    if (this.count >= FAULTS_MAX || key in this.faults) return;
    this.faults[key] = sentence;
    this.count += 1;
  }
}

/** What a schema may say, as far as the wire uses it. */
interface Keywords {
  type?: string;
  properties?: Record<string, TSchema>;
  required?: string[];
  items?: TSchema;
  uniqueItems?: boolean;
  maxItems?: number;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  nullable?: boolean;
}

const checks = new WeakMap<TSchema, Check>();

/**
 * The schema stage: checks a body before anything else is looked at. Keys that are not declared are let pass; null is no
 * value for a declared key; whole numbers and texts are not taken for one another.
 * @returns all faults, or undefined when there are none
 */
export function validate(schema: TSchema, value: unknown): Faults | undefined {
  const list = new FaultList();
  checkOf(schema)(value, [], list);
  return list.count === 0 ? undefined : list.faults;
}

/** Compiles a schema once. */
function checkOf(schema: TSchema): Check {
  let check = checks.get(schema);
  if (!check) {
    const keywords = schema as Keywords;
    check = kindOf(schema, keywords);
    if (keywords.nullable) {
      const inner = check;
      check = (value, path, faults) => value !== null && inner(value, path, faults);
    }
    checks.set(schema, check);
  }
  return check;
}

function kindOf(schema: TSchema, keywords: Keywords): Check {
  switch (keywords.type) {
    case 'object':
      return objectCheck(keywords, definitionOf(schema)?.open ?? false);
    case 'array':
      return listCheck(keywords);
    case 'string':
      return textCheck(keywords);
    case 'integer':
    case 'number':
      return numberCheck(keywords);
    case 'boolean':
      return (value, path, faults) => {
        if (typeof value !== 'boolean') faults.add(path, 'This must be true or false.');
      };
    default:
      throw new Error(`No check for a schema of type ${keywords.type}`);
  }
}

function objectCheck(keywords: Keywords, open: boolean): Check {
  const required = new Set(keywords.required);
  const fields = open
    ? []
    : Object.entries(keywords.properties ?? {})
        .filter(([, schema]) => !isParserStage(schema))
        .map(([key, schema]) => ({
          key,
          check: checkOf(schema),
          required: required.has(key),
        }));
  return (value, path, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.add(path, 'This must be an object.');
      return;
    }
    const fault = open && freeFault(value);
    if (fault) faults.add(path, fault);
    for (const field of fields) {
      const inner = (value as Record<string, unknown>)[field.key];
      if (inner === undefined && !field.required) continue;
      path.push(field.key);
      if (inner === undefined) faults.add(path, `'${field.key}' is required.`);
      else field.check(inner, path, faults);
      path.pop();
    }
  };
}

/** The faults of free content, found level by level, so that no body can exhaust the stack. */
export function freeFault(content: unknown): string | undefined {
  let values = 0;
  let characters = 0;
  let level: unknown[] = [content];
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') characters += value.length;
      if (typeof value !== 'object' || value === null) continue;
      if (depth === FREE_DEPTH_MAX) return `This must not be nested more than ${FREE_DEPTH_MAX} levels deep.`;
      for (const [key, inner] of Object.entries(value)) {
        characters += key.length;
        next.push(inner);
      }
      if (values + next.length > FREE_VALUES_MAX) return `This must hold ${FREE_VALUES_MAX} values at most.`;
    }
    if (characters > FREE_CHARACTERS_MAX) return `This must hold ${FREE_CHARACTERS_MAX} characters at most.`;
    values += next.length;
    level = next;
  }
  return undefined;
}

function listCheck(keywords: Keywords): Check {
  const item = checkOf(keywords.items!);
  const { maxItems = Number.POSITIVE_INFINITY } = keywords;
  return (value, path, faults) => {
    if (!Array.isArray(value)) {
      faults.add(path, 'This must be a list.');
      return;
    }
    if (value.length > maxItems) {
      faults.add(path, `This must have ${maxItems} entries at most.`);
      return;
    }
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      item(value[i], path, faults);
      path.pop();
    }
    if (keywords.uniqueItems && new Set(value).size !== value.length) {
      faults.add(path, 'No entry may be there twice.');
    }
  };
}

function textCheck({ enum: values, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Keywords): Check {
  const known = values && new Set(values);
  return (value, path, faults) => {
    if (typeof value !== 'string') faults.add(path, 'This must be a text.');
    else if (known && !known.has(value)) faults.add(path, `This must be one of: ${values!.join(', ')}.`);
    else if (isShorter(value, minLength))
      faults.add(path, `This must have ${minLength} characters at least.`);
    else if (isLonger(value, maxLength)) faults.add(path, tooLong(maxLength));
  };
}

export const tooLong = (maxLength: number) => `This must have ${maxLength} characters at most.`;

export const isLonger = (value: string, length: number): boolean =>
  value.length > length && !isShorter(value, length + 1);

/** Lengths count characters (code points), not the UTF-16 units that JavaScript counts. */
function isShorter(value: string, length: number): boolean {
  if (value.length < length) return true;
  if (value.length >= 2 * length) return false;
  // Not by the iterator, which takes a second for a large picture.
  let characters = value.length;
  for (let i = 1; i < value.length; i++) {
    const isPair = (value.charCodeAt(i) & 0xfc00) === 0xdc00 && (value.charCodeAt(i - 1) & 0xfc00) === 0xd800;
    if (isPair) characters -= 1;
  }
  return characters < length;
}

function numberCheck({ type, minimum, maximum, multipleOf }: Keywords): Check {
  const whole = type === 'integer';
  return (value, path, faults) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      faults.add(path, whole ? 'This must be a whole number.' : 'This must be a number.');
    } else if (whole && !Number.isSafeInteger(value)) {
      faults.add(
        path,
        Number.isInteger(value) ? 'This number is too large.' : 'This must be a whole number.',
      );
    } else if (minimum !== undefined && value < minimum) {
      faults.add(path, `This must be ${minimum} at least.`);
    } else if (maximum !== undefined && value > maximum) {
      faults.add(path, `This must be ${maximum} at most.`);
    } else if (multipleOf !== undefined && value % multipleOf !== 0) {
      faults.add(path, `This must be a multiple of ${multipleOf}.`);
    }
  };
}
