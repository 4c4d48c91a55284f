/** A body holds so many values at most, at any depth; the largest honest one, an import of 5000 images, has 35,000. */
const JSON_VALUES_MAX = 100_000;
/** Deeper than anything that a route asks for, and shallow enough for whatever walks a body by recursion. */
const JSON_DEPTH_MAX = 64;

/**
 * What is wrong with the shape of a JSON text, read before any of it is made into objects, which take many times its
 * memory. Looks at the characters between the texts alone; what is no JSON may have any shape.
 * @returns a sentence, or undefined
 */
export function shapeFault(json: string): string | undefined {
  let values = 1;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case QUOTE:
        i = endOfText(json, i);
        break;
      case COMMA:
        values += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        values += 1;
        depth += 1;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
    }
    if (values > JSON_VALUES_MAX)
      return `The body holds more than ${JSON_VALUES_MAX} values. Send less at a time.`;
    if (depth > JSON_DEPTH_MAX)
      return `The body is nested more than ${JSON_DEPTH_MAX} levels deep. Make it flatter.`;
  }
  return undefined;
}

const [QUOTE, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, ESCAPE] = [...'",[]{}\\'].map(char =>
  char.charCodeAt(0),
) as [number, number, number, number, number, number, number];

/** Where the text ends that a quote begins: at the next one that no backslash stands for itself in front of. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json.charCodeAt(end - 1 - escapes) === ESCAPE) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return json.length;
}
