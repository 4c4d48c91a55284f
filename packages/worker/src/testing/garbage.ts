import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/*
 * What a hostile or broken horde may answer: every field of a pop answer with values of every wrong type, and answers that
 * are no answers at all.
 */

export type Answer = (response: ServerResponse) => void;

const WRONG_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  'x',
  'x'.repeat(300_000),
  '../../../etc/passwd',
  'http://127.0.0.1/',
  '\x1b]0;title\x07\x9b31m\u202e',
  [],
  [null],
  [{}],
  ['x', 'x'],
  Array(1_000).fill('x'),
  {},
  { length: 3, id: 'x', toString: 1, toJSON: 1 },
  JSON.parse('{"__proto__": {"id": "x"}, "constructor": null}'),
];

const NUMBER_TEXT = 'x'.repeat(1_000_000);

/** A good pop answer with one field wrong, for each field and each wrong value. @param job a good one with an id of its own */
export function wrongFields(job: (id: string) => Record<string, unknown>): Answer[] {
  const answers: Answer[] = [];
  const add = (change: (answer: Record<string, unknown>) => Record<string, unknown>) => {
    const answer = change(job(`wrong-${answers.length}`));
    answers.push(json(200, answer));
  };
  for (const value of WRONG_VALUES) {
    for (const field of Object.keys(job('x'))) add(answer => ({ ...answer, [field]: value }));
    for (const field of Object.keys(job('x').payload as object))
      add(answer => ({ ...answer, payload: { ...(answer.payload as object), [field]: value } }));
    answers.push(json(200, value));
  }
  return answers;
}

/** Answers of any route that are none. @param inner an address that must not be visited */
export function noAnswers(inner: string): Answer[] {
  const redirects = [
    inner,
    'http://10.255.255.1/',
    'http://169.254.169.254/',
    '/',
    'file:///etc/passwd',
    '',
    'http://',
  ];
  return [
    ...['', 'nul', '{', '[', '"', '{"id":', '\ud800', '{}{}', '1e999', '"x"'].map(body => raw(200, body)),
    ...[204, 301, 304, 400, 401, 402, 403, 404, 409, 418, 429, 500, 502, 503, 599].map(status =>
      raw(status, 'no'),
    ),
    ...[400, 403, 404, 500].flatMap(status =>
      WRONG_VALUES.map(value => json(status, { message: value, rc: value, errors: value })),
    ),
    ...[400, 404].map(status => json(status, { message: 'Processing Job with ID '.repeat(20_000) })),
    json(403, {
      message: 'maintenance mode',
      errors: Object.fromEntries(WRONG_VALUES.map((_, i) => [i, NUMBER_TEXT])),
    }),
    ...redirects.flatMap(location => [302, 303, 307, 308].map(status => raw(status, '', { location }))),
    ...['x', '1e308', '-5', '99999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', '0'].map(after =>
      raw(429, '{}', { 'retry-after': after }),
    ),
    raw(200, Buffer.from([0xff, 0xfe, 0x00, 0x80])),
    raw(200, '[]', { 'preference-applied': `${'wait '.repeat(2_000)}=` }),
    raw(200, '{}', { 'x-large': 'x'.repeat(20_000) }),
    raw(200, 'not packed', { 'content-encoding': 'gzip' }),
    response =>
      void response.writeHead(200, { 'content-length': '1000' }).write('{"id":', () => response.destroy()),
    response => void response.destroy(),
    response => void response.socket?.end('HTTP/1.1 200 what\r\n: \r\n\r\n'),
    response => void response.socket?.end('\x00\x01\x02 nothing of the kind\r\n\r\n'),
  ];
}

/** Answers that are large, or become so when they are unpacked or read. */
export function bombs(): Answer[] {
  return [
    raw(200, gzipSync(Buffer.alloc(100_000_000, '0')), { 'content-encoding': 'gzip' }),
    raw(200, gzipSync(gzipSync(Buffer.alloc(100_000_000, ' '))), { 'content-encoding': 'gzip, gzip' }),
    raw(200, '['.repeat(10_000_000)),
    raw(200, `[${'{},'.repeat(7_000_000)}{}]`),
    raw(200, `"${'x'.repeat(40_000_000)}"`),
  ];
}

/** Answers that do not end. */
export function endless(): Answer[] {
  return [
    () => {},
    response => void response.writeHead(200).write('{'),
    response => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  ];
}

function json(status: number, value: unknown): Answer {
  return raw(status, JSON.stringify(value));
}

function raw(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return response => {
    response.on('error', () => {});
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}
