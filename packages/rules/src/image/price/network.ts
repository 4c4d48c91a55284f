/**
 * A small feed-forward network that knows the price table of the reference: rectified layers, a linear output. How it
 * was trained and how far it is off: training/README.md.
 */
import type { StoredNetwork } from './storedNetwork.ts';
import { PRICE_WEIGHTS } from './weights.ts';

interface Layer {
  outputCount: number;
  /** Input by input, so that an input of 0 costs nothing: most are. */
  weights: Float64Array;
  bias: Float64Array;
}

/** Reads stored layers. @throws RangeError when shape and parameters do not fit together. */
function readLayers({ shape, scales, parameters }: StoredNetwork): Layer[] {
  const bytes = Uint8Array.from(atob(parameters), character => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  const layers = scales.map((scale, index) => {
    const inputCount = shape[index] ?? 0;
    const outputCount = shape[index + 1] ?? 0;
    const read = (length: number) =>
      Float64Array.from({ length }, () => {
        const value = view.getInt16(offset, true) * scale;
        offset += Int16Array.BYTES_PER_ELEMENT;
        return value;
      });
    return { outputCount, weights: read(inputCount * outputCount), bias: read(outputCount) };
  });
  if (offset !== bytes.length)
    throw new RangeError(`${bytes.length} bytes of weights where ${offset} belong`);
  return layers;
}

function throughLayer(inputs: Float64Array, { outputCount, weights, bias }: Layer): Float64Array {
  const sums = bias.slice();
  for (let input = 0; input < inputs.length; input++) {
    const value = inputs[input]!;
    // Negative: a neuron before rectification.
    if (value <= 0) continue;
    const start = input * outputCount;
    for (let output = 0; output < outputCount; output++) sums[output]! += value * weights[start + output]!;
  }
  return sums;
}

/** The function that a stored network is: from its inputs, none negative, to its single output. */
export function networkOf(stored: StoredNetwork): (features: Float64Array) => number {
  const layers = readLayers(stored);
  return features => layers.reduce(throughLayer, features)[0] ?? 0;
}

/** Kudos for the features of a job. */
export const predictKudos: (features: Float64Array) => number = networkOf(PRICE_WEIGHTS);
