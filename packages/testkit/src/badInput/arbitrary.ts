import fc from 'fast-check';
import { NASTY_NUMBERS, NASTY_TEXTS, NASTY_VALUES } from './nasty.ts';
import { fieldsOf, type Schema } from './schema.ts';

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.constantFrom(...NASTY_NUMBERS),
  fc.constantFrom(...NASTY_VALUES),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Where no number is out of the question, and what a query or a path may say of it. */
export const textsOfAnyKind: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...NASTY_TEXTS),
  fc.constantFrom(...NASTY_NUMBERS).map(String),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.uuid(),
);

/** Mostly what the schema asks for, at its limits and inside them; sometimes anything at all. */
export function bodiesOf(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: fitting(schema) }, { weight: 1, arbitrary: junk });
}

function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return objects(schema);
    case 'array':
      return fc.array(bodiesOf(schema.items!), { maxLength: 4 });
    case 'string':
      return texts(schema);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbers(schema);
    default:
      return junk;
  }
}

function objects(schema: Schema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(fieldsOf(schema).map(([name, field]) => [name, bodiesOf(field)]));
  if (Object.keys(fields).length === 0) return fc.dictionary(fc.constantFrom(...NASTY_TEXTS, 'a', 'b'), junk);
  const required = schema.required?.filter(name => name in fields) ?? [];
  return fc
    .tuple(
      fc.record(fields, { requiredKeys: required }),
      fc.option(fc.constantFrom('__proto__', 'extra'), { freq: 9 }),
    )
    .map(([record, extra]) => (extra === null ? record : { ...record, [extra]: { polluted: true } }));
}

function texts({ minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  const limits = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, minLength + 60)) };
  return fc.oneof(
    fc.string(limits),
    fc.string({ ...limits, unit: 'grapheme' }),
    fc.constantFrom(...NASTY_TEXTS),
    fc.constant('x'.repeat(Math.min(maxLength, 20_000))),
    fc.uuid(),
  );
}

function numbers({ type, minimum = -1000, maximum = 5000, multipleOf }: Schema): fc.Arbitrary<number> {
  const limits = { min: Math.ceil(minimum), max: Math.floor(maximum) };
  if (multipleOf && type === 'integer') {
    const steps = { min: Math.ceil(minimum / multipleOf), max: Math.floor(maximum / multipleOf) };
    return fc.integer(steps).map(n => n * multipleOf);
  }
  const inside =
    type === 'integer' ? fc.integer(limits) : fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof(
    { weight: 6, arbitrary: inside },
    { weight: 2, arbitrary: fc.constantFrom(minimum, maximum) },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY_NUMBERS) },
  );
}
