import { halvesToFloats } from '../diffusion/tensor.ts';

/** One layer of an ncnn `.param` file. */
export interface NcnnLayer {
  type: string;
  name: string;
  inputs: string[];
  outputs: string[];
  /** `key=value` pairs by key; arrays (keys from -23300 down) as `length,item,item…`. */
  parameters: Map<string, string>;
}

const MAGIC = '7767517';

/** @throws Error when the text is no `.param` file */
export function readParam(text: string): NcnnLayer[] {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  if (lines[0]?.trim() !== MAGIC) throw new Error('This is no ncnn .param file');
  return lines.slice(2).map(line => {
    const [type, name, inputCount, outputCount, ...rest] = line.trim().split(/\s+/);
    const inputs = Number(inputCount);
    const outputs = inputs + Number(outputCount);
    if (!type || !name || !Number.isInteger(outputs)) throw new Error(`This is no ncnn layer: ${line}`);
    return {
      type,
      name,
      inputs: rest.slice(0, inputs),
      outputs: rest.slice(inputs, outputs),
      parameters: new Map(rest.slice(outputs).map(pair => pair.split('=', 2) as [string, string])),
    };
  });
}

const HALF_FLOATS = 0x01306b47;
const PLAIN_FLOATS = 0;

/** Reads an ncnn `.bin` file from its start to its end. */
export interface NcnnWeights {
  /** Numbers as they are, without a tag: biases and slopes. */
  plain(count: number): Float32Array;
  /** Numbers behind a tag that says how they are stored: kernels. */
  tagged(count: number): Float32Array;
  /** Bytes not read yet. */
  left(): number;
}

export function readWeights(bin: Uint8Array): NcnnWeights {
  const view = new DataView(bin.buffer, bin.byteOffset, bin.byteLength);
  let at = 0;
  const plain = (count: number) => {
    const values = Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
    at += 4 * count;
    return values;
  };
  return {
    plain,
    tagged(count) {
      const tag = view.getUint32(at, true);
      at += 4;
      if (tag === PLAIN_FLOATS) return plain(count);
      if (tag !== HALF_FLOATS) throw new Error(`Weights are stored in a way that is not known: ${tag}`);
      const halves = Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 2 * i, true));
      at += (2 * count + 3) & ~3;
      return halvesToFloats(halves);
    },
    left: () => bin.byteLength - at,
  };
}
