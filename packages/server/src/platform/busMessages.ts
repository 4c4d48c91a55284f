// How a message of the bus is written into notifications: `node message part parts topic text`, with spaces between.
// PostgreSQL takes less than 8000 bytes in one, so long texts go in several and are put together again.

const PART_LENGTH_MAX = 7800;
/** A hint of more than this is a mistake: tell which rows changed, not what is in them. */
const TEXT_LENGTH_MAX = 1024 * 1024;
/** Messages of which not all parts have come. Parts of one transaction arrive together, so few are ever open. */
const OPEN_MAX = 1000;

export interface BusMessage {
  node: string;
  topic: string;
  payload: unknown;
}

/**
 * @param node and message: names without spaces; the pair is unique.
 * @throws RangeError when the payload is beyond 1 MiB.
 */
export function encodeMessage(node: string, message: string, topic: string, payload: unknown): string[] {
  // Escaped to ASCII, a character is a byte, so that cutting by length never cuts a character.
  const text = JSON.stringify(payload ?? null).replace(
    /[\u0080-\uffff]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (text.length > TEXT_LENGTH_MAX) {
    throw new RangeError(`a bus message on ${topic} has ${text.length} bytes, more than ${TEXT_LENGTH_MAX}`);
  }
  const room = PART_LENGTH_MAX - Buffer.byteLength(topic);
  const count = Math.max(1, Math.ceil(text.length / room));
  return Array.from({ length: count }, (_, part) =>
    [node, message, part, count, topic, text.slice(part * room, (part + 1) * room)].join(' '),
  );
}

/** Puts parts together. One for each connection: after a gap the rest of a message never comes. */
export class MessageAssembler {
  readonly #open = new Map<string, { parts: string[]; missing: number }>();

  /** @returns the message once it is whole. Texts that are none of ours are passed over. */
  add(notification: string): BusMessage | undefined {
    const [, node = '', message, part, count, topic = '', text = ''] =
      /^(\S+) (\S+) (\d+) (\d+) (\S+) (.*)$/s.exec(notification) ?? [];
    if (!node) return undefined;
    if (count === '1') return finish(node, topic, text);
    const key = `${node} ${message}`;
    const entry = this.#open.get(key) ?? { parts: [], missing: Number(count) };
    if (entry.parts[Number(part)] === undefined) entry.missing -= 1;
    entry.parts[Number(part)] = text;
    this.#open.set(key, entry);
    if (entry.missing > 0) {
      this.#forgetOldest();
      return undefined;
    }
    this.#open.delete(key);
    return finish(node, topic, entry.parts.join(''));
  }

  #forgetOldest(): void {
    if (this.#open.size <= OPEN_MAX) return;
    const [oldest] = this.#open.keys();
    if (oldest !== undefined) this.#open.delete(oldest);
  }
}

function finish(node: string, topic: string, text: string): BusMessage | undefined {
  try {
    return { node, topic, payload: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
