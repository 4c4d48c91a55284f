import { readFile } from 'node:fs/promises';
import type { OutboundFetch } from '../../platform/outbound.ts';
import type { ReadSource } from './keptReference.ts';

/** The public reference has some 300 kB. */
const SIZE_BYTES_MAX = 16 * 1024 * 1024;
const TIMEOUT_MILLISECONDS = 10_000;

/** Reads files by their path and addresses by the guarded fetch. */
export function readSource(outbound: OutboundFetch): ReadSource {
  return async source => {
    if (!/^https?:\/\//i.test(source)) return readFile(source, 'utf8');
    const { status, body } = await outbound.fetch(source, {
      timeoutMs: TIMEOUT_MILLISECONDS,
      sizeBytesMax: SIZE_BYTES_MAX,
    });
    if (status !== 200) throw new Error(`the address answered with status ${status}`);
    return body.toString('utf8');
  };
}
