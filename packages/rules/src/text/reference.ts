/**
 * The text model reference in its public JSON format: an object of name → entry. It comes from files and addresses that
 * we do not control, so an entry of the wrong shape is left out instead of breaking the rest.
 */

export interface TextModel {
  name: string;
  /** Number of weights. */
  parameters: number;
  nsfw: boolean;
  /** Name without the prefix of its backend. */
  modelName?: string;
  displayName?: string;
  baseline?: string;
  style?: string;
  version?: string;
  description?: string;
  url?: string;
}

export type TextModelReference = ReadonlyMap<string, TextModel>;

const TEXTS = [
  ['model_name', 'modelName'],
  ['display_name', 'displayName'],
  ['baseline', 'baseline'],
  ['style', 'style'],
  ['version', 'version'],
  ['description', 'description'],
  ['url', 'url'],
] as const;

/** Reads the public format. */
export function parseTextModelReference(json: unknown): TextModelReference {
  const reference = new Map<string, TextModel>();
  if (!isObject(json)) return reference;
  for (const [key, entry] of Object.entries(json)) {
    if (!isObject(entry)) continue;
    const parameters = Number(entry.parameters);
    if (!Number.isFinite(parameters) || parameters <= 0) continue;
    const model: TextModel = {
      name: typeof entry.name === 'string' ? entry.name : key,
      parameters,
      nsfw: entry.nsfw === true,
    };
    for (const [from, to] of TEXTS) {
      const value = entry[from];
      if (typeof value === 'string') model[to] = value;
    }
    reference.set(model.name, model);
  }
  return reference;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A quantisation at the end of a name: a separator, at least one letter or digit, and `Q` with its bits and variants, as in
 * `-GGUF-Q4_K_S` or `.iQ4_XS`. [ODD] Nothing between separator and `Q`, as in `.Q4_K_M`, is no quantisation: such a
 * name stands for itself, as it does on the public horde, whose prices depend on it.
 */
const QUANTISATION = /[.,-][a-z0-9]+-?q(?:-int)?[2-9]{1,2}(?:[_.-][a-z0-9]+)*$/i;

/** The length of a name's suffix is bounded, and so is the time to look for it. */
const NAME_LENGTH_MAX = 255;

/** The entry that a worker's or a request's name for a model means: without its owner's alias, and whatever it is quantised to. */
export function textModelOf(name: string, reference: TextModelReference): TextModel | undefined {
  const alias = name.indexOf('::');
  const plain = alias < 0 ? name : name.slice(0, alias);
  const known = reference.get(plain);
  if (known || plain.length > NAME_LENGTH_MAX) return known;
  const unquantised = plain.replace(QUANTISATION, '');
  return unquantised === plain ? undefined : reference.get(unquantised);
}

/** Billions of parameters of a model; undefined when the reference does not know it. */
export function billionsOf(name: string, reference: TextModelReference): number | undefined {
  const model = textModelOf(name, reference);
  return model && model.parameters / 1e9;
}

/** Billions of parameters that a name claims, such as 13 for `koboldcpp/Wren-13B` and 56 for `Wren-8x7b`. */
export function billionsInName(name: string): number | undefined {
  const match = /(?:^|[^a-z0-9.])(?:(\d{1,2})x)?(\d{1,4}(?:\.\d{1,3})?)b(?![a-z0-9])/i.exec(
    name.slice(0, NAME_LENGTH_MAX),
  );
  if (!match) return undefined;
  const billions = Number(match[1] ?? 1) * Number(match[2]);
  return billions > 0 ? billions : undefined;
}

export function isNsfwTextModel(name: string, reference: TextModelReference): boolean {
  return textModelOf(name, reference)?.nsfw === true;
}
