import { type Static, type TObject, type TOptional, type TProperties, type TSchema, Type } from 'typebox';

/** `full`: every declared key is printed, missing ones as null or their default. `skip-none`: null and {} are left out. */
export type OutputMode = 'full' | 'skip-none';

/** What the wire calls a definition, beside the JSON schema that it is. */
export interface DefinitionInfo {
  /** The name that generators and SDKs use. */
  readonly name: string;
  readonly description: string;
  /** The fields that this definition adds to its parent. */
  readonly fields: TProperties;
  /** The names among `fields` that must be there. */
  readonly required: readonly string[];
  readonly parent?: AnyDefinition;
  /** How the object is printed where it stands inside another one. */
  readonly output: OutputMode;
  /** True: keys that are not declared pass through, in and out. */
  readonly open: boolean;
}

/** A named object of the wire: a TypeBox object of all its fields (inherited ones first), and its `definition`. */
export type Definition<Fields extends TProperties, Required extends string> = TObject<
  Shape<Fields, Required>
> & {
  readonly definition: DefinitionInfo;
  /** Types only: all fields as they were declared, and which of them are required. */
  readonly '~fields'?: Fields;
  readonly '~required'?: Required;
};
export type AnyDefinition = AnyObject & { readonly definition: DefinitionInfo };

/** Any object schema with fields, named or not. */
export type AnyObject = TSchema & { readonly properties: TProperties; readonly required?: unknown };

/** TypeBox's spelling of "these keys are required, the others may be missing". */
export type Shape<Fields extends TProperties, Required extends string> = {
  [K in keyof Fields]: K extends Required ? Fields[K] : TOptional<Fields[K]>;
};

interface Options<Required extends string> {
  description: string;
  required?: readonly Required[];
  output?: OutputMode;
}

/**
 * Declares a named object of the wire.
 * @param name as in the published description of the API
 * @param fields the fields of this definition alone; put the effective default in with `defaulted`
 */
export function define<
  const Fields extends TProperties,
  const Required extends keyof Fields & string = never,
>(name: string, fields: Fields, options: Options<Required>): Definition<Fields, Required> {
  return build(name, fields, options, undefined, false) as Definition<Fields, Required>;
}

/** As `define`, for an object that has all of `parent` and more. */
export function extend<
  ParentFields extends TProperties,
  ParentRequired extends string,
  const Fields extends TProperties,
  const Required extends keyof Fields & string = never,
>(
  parent: Definition<ParentFields, ParentRequired>,
  name: string,
  fields: Fields,
  options: Options<Required>,
): Definition<ParentFields & Fields, ParentRequired | Required> {
  return build(name, fields, options, parent, false) as unknown as Definition<
    ParentFields & Fields,
    ParentRequired | Required
  >;
}

/** A named object with keys of any name. */
export function defineOpen(name: string, fields: TProperties, options: Options<string>) {
  const schema = build(name, fields, options, undefined, true);
  return schema as unknown as ReturnType<typeof Type.Unsafe<Record<string, unknown>>> & {
    readonly definition: DefinitionInfo;
  };
}

function build(
  name: string,
  fields: TProperties,
  options: Options<string>,
  parent: AnyDefinition | undefined,
  open: boolean,
): AnyDefinition {
  const definition: DefinitionInfo = {
    name,
    description: options.description,
    fields,
    required: options.required ?? [],
    ...(parent && { parent }),
    output: options.output ?? 'full',
    open,
  };
  const required = new Set(allRequired(definition));
  const shape = Object.fromEntries(
    Object.entries(allFields(definition)).map(([key, schema]) => [
      key,
      required.has(key) ? schema : Type.Optional(schema),
    ]),
  );
  return annotate(Type.Object(shape), { definition });
}

/** All fields of a definition, those of its ancestors first, as they were declared. */
export function allFields(definition: DefinitionInfo): TProperties {
  return { ...(definition.parent && allFields(definition.parent.definition)), ...definition.fields };
}

/** The names of all required fields, those of the ancestors included. */
export function allRequired(definition: DefinitionInfo): string[] {
  return [...(definition.parent ? allRequired(definition.parent.definition) : []), ...definition.required];
}

/** The definition that a schema is, if it is one. */
export function definitionOf(schema: TSchema): DefinitionInfo | undefined {
  return (schema as Partial<AnyDefinition>).definition;
}

/** A schema whose absence means a value. */
export type Defaulted<Schema extends TSchema> = Schema & { readonly default: Static<Schema> };

/**
 * Gives a schema the default that takes effect when the key is absent.
 * @param documented what the original's description says, where that differs; answers are still filled up with it
 */
export function defaulted<Schema extends TSchema>(
  schema: Schema,
  effective: Static<Schema>,
  documented?: Static<Schema>,
): Defaulted<Schema> {
  const extra = documented === undefined ? {} : { documentedDefault: documented };
  return annotate(schema, { default: effective, ...extra }) as Defaulted<Schema>;
}

/**
 * The fields of a definition as they are where nothing stands for an absent one.
 * @returns copies; the definition keeps its own
 */
export function fieldsWithoutDefaults<Fields extends TProperties, Required extends string>(
  source: Definition<Fields, Required>,
): Fields {
  const bare = Object.entries(source.definition.fields).map(([key, schema]) => {
    const copy = annotate(schema, {}) as TSchema & { default?: unknown; documentedDefault?: unknown };
    delete copy.default;
    delete copy.documentedDefault;
    return [key, copy];
  });
  return Object.fromEntries(bare) as Fields;
}

/** A copy of a schema with more annotations; hidden properties of TypeBox are kept hidden. */
export function annotate<Schema extends TSchema, Extra extends object>(
  schema: Schema,
  extra: Extra,
): Schema & Extra {
  const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema));
  return Object.assign(copy, extra) as Schema & Extra;
}
