/** What a value of the configuration may be. `parse` throws a KeyProblem whose message finishes "key: …". */
export interface Kind<T> {
  parse(value: unknown): T;
}

export class KeyProblem extends Error {
  override readonly name = 'KeyProblem';
}

export const flag: Kind<boolean> = {
  parse(value) {
    if (typeof value === 'boolean') return value;
    throw new KeyProblem(`should be true or false, not ${shown(value)}`);
  },
};

export const text: Kind<string> = {
  parse(value) {
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    throw new KeyProblem(`should be text, not ${shown(value)}`);
  },
};

const optionalText: Kind<string> = {
  parse: value => (value === null || value === '' ? '' : text.parse(value)),
};

/** Text that is never shown, whatever is wrong with it. */
export const secret: Kind<string> = {
  parse(value) {
    if (value === null || value === '') return '';
    if (typeof value === 'string') return value.trim();
    // YAML would take zeros away from it, or round it.
    throw new KeyProblem('should be text: write it between quotes');
  },
};

/** Longer names of workers are cut by hordes, and one that was cut may be the name of another. */
const NAME_LENGTH_MAX = 100;

export const workerName: Kind<string> = {
  parse(value) {
    const name = optionalText.parse(value);
    if (name.length <= NAME_LENGTH_MAX) return name;
    throw new KeyProblem(`should have ${NAME_LENGTH_MAX} characters at most, not ${name.length}`);
  },
};

export function integer(minimum: number, maximum: number): Kind<number> {
  return {
    parse(value) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum)
        return value;
      throw new KeyProblem(`should be a whole number from ${minimum} to ${maximum}, not ${shown(value)}`);
    },
  };
}

/** A list of words; one word alone and nothing at all are lists too, as people write them. */
export const words: Kind<string[]> = {
  parse(value) {
    if (value === null) return [];
    const items = Array.isArray(value) ? value : [value];
    return items.map(item => {
      if (typeof item === 'string' || typeof item === 'number') return String(item).trim();
      throw new KeyProblem(`should be a list of words, but holds ${shown(item)}`);
    });
  },
};

/** User names as the horde prints them: `alias#id`. */
export const userNames: Kind<string[]> = {
  parse(value) {
    const names = words.parse(value);
    const wrong = names.find(name => !/^.+#\d+$/.test(name));
    if (wrong === undefined) return names;
    throw new KeyProblem(`names users as name#number, but holds ${shown(wrong)}`);
  },
};

export const address: Kind<string> = {
  parse(value) {
    const url = text.parse(value);
    if (/^https?:\/\/[^/]/i.test(url) && URL.canParse(url)) return url;
    throw new KeyProblem(`should be an address such as https://example.org, not ${shown(value)}`);
  },
};

/** Anything with names in it; the engine that it is for checks it. */
export const record: Kind<Record<string, unknown>> = {
  parse(value) {
    if (value === null) return {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
    throw new KeyProblem(`should hold names with values, not ${shown(value)}`);
  },
};

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
