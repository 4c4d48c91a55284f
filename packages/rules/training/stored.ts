/** Writes a network as the rules read it. */
import { writeFileSync } from 'node:fs';
import type { StoredNetwork } from '../src/image/price/storedNetwork.ts';

const LARGEST = 2 ** 15 - 1;

/** Rounds the parameters of each layer to 16 bits, in units that just hold its largest one. */
export function storedNetwork(shape: readonly number[], layers: readonly Float64Array[]): StoredNetwork {
  const scales = layers.map(
    layer => layer.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST,
  );
  const values = layers.flatMap((layer, index) =>
    Array.from(layer, value => Math.round(value / scales[index]!)),
  );
  const bytes = Buffer.alloc(values.length * Int16Array.BYTES_PER_ELEMENT);
  for (const [index, value] of values.entries()) bytes.writeInt16LE(value, index * 2);
  return { shape, scales, parameters: bytes.toString('base64') };
}

/** Replaces the module that holds the weights. */
export function writeWeights({ shape, scales, parameters }: StoredNetwork, file: URL): void {
  writeFileSync(
    file,
    `/** Weights of the price network. Made by training/train.ts; do not edit. */
import type { StoredNetwork } from './storedNetwork.ts';

export const PRICE_WEIGHTS: StoredNetwork = {
  shape: [${shape.join(', ')}],
  scales: [${scales.join(', ')}],
  parameters:
    '${parameters}',
};
`,
  );
}
