/** One event of a `text/event-stream` (WHATWG HTML §9.2). */
export interface ServerSentEvent {
  event: string;
  data: string;
}

/** Longest line, and longest event, that is kept; a stream that never ends them must not fill the memory. */
const LENGTH_MAX = 1_000_000;

/** Reads a body as server-sent events. Comments (keep-alives) give nothing; `id` and `retry` are not used here. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  let event = '';
  let data: string[] = [];
  let length = 0;
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
      event = '';
      data = [];
      length = 0;
      continue;
    }
    length += line.length + 1;
    if (length > LENGTH_MAX) throw new Error('An event of the stream is too long');
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  // A reader, not `for await`: not every browser iterates streams.
  const reader = body.getReader();
  const decoder = new TextDecoder();
  /** The line that has begun, chunk by chunk: no chunk is searched twice. */
  let begun: string[] = [];
  let length = 0;
  let carriageReturn = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const text = carriageReturn + decoder.decode(value, { stream: true });
      // A carriage return at the very end may be half of a line break: keep it for the next chunk.
      carriageReturn = text.endsWith('\r') ? '\r' : '';
      const [first = '', ...rest] = text.slice(0, text.length - carriageReturn.length).split(/\r\n|\n|\r/);
      begun.push(first);
      length += first.length;
      if (length > LENGTH_MAX) throw new Error('A line of the event stream is too long');
      for (const part of rest) {
        yield begun.join('');
        begun = [part];
        length = part.length;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
