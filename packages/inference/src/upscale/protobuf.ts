/*
 * Just enough of the protocol buffers' wire format to write a message: variable-length whole numbers, 32-bit floats, and
 * everything that has a length. Numbers are not negative, save -1 in places where a graph wants it.
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

const key = (field: number, type: number) => varint((field << 3) | type);

export function wholeNumber(field: number, value: number): Uint8Array {
  return Uint8Array.from([...key(field, VARINT), ...varint(value)]);
}

export function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...key(field, FIXED_32), ...bytes]);
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return concatenated([
    Uint8Array.from([...key(field, LENGTH_DELIMITED), ...varint(content.length)]),
    content,
  ]);
}

export function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

export function message(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytes(field, concatenated(parts));
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
