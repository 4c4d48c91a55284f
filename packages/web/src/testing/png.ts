/** Makes small PNG files for tests, so that no picture has to be stored. */
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of a coloured disc on a pale ground; `hue` 0 to 1 tells pictures apart. */
export function discPng(side: number, hue: number): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < side; y++) {
    rows.push(0);
    for (let x = 0; x < side; x++) {
      const distance = Math.hypot(x - side / 2, y - side / 2) / side;
      const light = distance < 0.34 ? 0.9 - distance : 1;
      const wave = (shift: number) => 0.5 + 0.5 * Math.cos(2 * Math.PI * (hue + shift));
      for (const shift of [0, 1 / 3, 2 / 3]) {
        const ground = 0.93 + 0.05 * wave(shift);
        rows.push(Math.round(255 * (distance < 0.34 ? wave(shift) * light : ground)));
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits for each of red, green, blue.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
