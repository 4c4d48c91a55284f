/** One event of a `text/event-stream` (WHATWG HTML §9.2). */
export interface ServerSentEvent {
  event: string;
  data: string;
}

/** Longest line that is kept; a stream that never breaks its lines must not fill the memory. */
const LINE_LENGTH_MAX = 1_000_000;

/** Reads a body as server-sent events. Comments (keep-alives) give nothing; `id` and `retry` are not used here. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  let event = '';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
      event = '';
      data = [];
      continue;
    }
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
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      if (rest.length > LINE_LENGTH_MAX) throw new Error('A line of the event stream is too long');
      // A carriage return at the very end may be half of a line break: keep it for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
