import { type InferenceSession, Tensor } from 'onnxruntime-common';

/** Float types that checkpoints are exported in. The arithmetic between two network calls is always float32. */
export type FloatType = 'float32' | 'float16';

/**
 * The values of a float tensor as float32, whatever the network computes in.
 * @throws Error for any other type
 */
export function floatsOf(tensor: Tensor): Float32Array {
  if (tensor.type === 'float32') return tensor.data as Float32Array;
  if (tensor.type !== 'float16') throw new Error(`A tensor of floats was expected, not of ${tensor.type}`);
  const data = tensor.data as ArrayBufferView & { length: number };
  // A Float16Array where the platform has one, a Uint16Array of bits elsewhere: the bytes are the same.
  return halvesToFloats(new Uint16Array(data.buffer, data.byteOffset, data.length));
}

/** A float tensor of the type that the network's input wants. */
export function floatTensor(type: FloatType, values: Float32Array, dims: readonly number[]): Tensor {
  if (type === 'float32') return new Tensor('float32', values, dims);
  const halves = floatsToHalves(values);
  // Where the platform has Float16Array, the tensor would show one, and onnxruntime-node 1.30 finds no bytes in it.
  return Object.defineProperty(new Tensor('float16', halves, dims), 'data', { value: halves });
}

/** A tensor of whole numbers as an input of type `type` takes it; timesteps are also exported as floats. */
export function numberTensor(type: Tensor.Type, values: readonly number[], dims: readonly number[]): Tensor {
  switch (type) {
    case 'int64':
      return new Tensor(
        'int64',
        BigInt64Array.from(values, value => BigInt(Math.round(value))),
        dims,
      );
    case 'int32':
      return new Tensor('int32', Int32Array.from(values, Math.round), dims);
    case 'float32':
    case 'float16':
      return floatTensor(type, Float32Array.from(values), dims);
    default:
      throw new Error(`An input of type ${type} is not known`);
  }
}

export interface TensorInput {
  type: Tensor.Type;
  rank: number;
}

/** Type and rank of a network's input; undefined when it has none of that name. */
export function inputOf(session: InferenceSession, name: string): TensorInput | undefined {
  const found = session.inputMetadata.find(input => input.name === name);
  return found?.isTensor ? { type: found.type, rank: found.shape.length } : undefined;
}

export function halvesToFloats(halves: Uint16Array): Float32Array {
  const floats = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) floats[i] = halfToFloat(halves[i]!);
  return floats;
}

/** IEEE 754 binary16 bits -> number. */
function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Numbers -> IEEE 754 binary16 bits, rounded to the nearest, ties to even. */
export function floatsToHalves(floats: Float32Array): Uint16Array {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const halves = new Uint16Array(floats.length);
  for (let i = 0; i < halves.length; i++) halves[i] = floatBitsToHalf(bits[i]!);
  return halves;
}

function floatBitsToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x33000001) return sign;
  const exponent = magnitude >>> 23;
  const shift = exponent < 113 ? 126 - exponent : 13;
  const significand = exponent < 113 ? (magnitude & 0x7fffff) | 0x800000 : magnitude - (112 << 23);
  const kept = significand >>> shift;
  const rest = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return sign | (kept + (rest > half || (rest === half && kept & 1) ? 1 : 0));
}
