import { concatenated, float, message, text, wholeNumber } from './protobuf.ts';

/** Numbers of onnx.proto's TensorProto.DataType. */
const DATA_TYPES = { float32: 1, int32: 6, int64: 7, float16: 10 } as const;
/** Numbers of onnx.proto's AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;
const IR_VERSION = 8;
const OPSET = 13;

export type OnnxType = keyof typeof DATA_TYPES;

/** A number is a whole one; fractions are written as `{ float: 0.2 }`. */
type OnnxAttribute = number | { float: number } | string | readonly number[];

/** An input or output; a dimension is a number or the name of a free one. */
interface OnnxValue {
  name: string;
  type: OnnxType;
  dims: readonly (number | string)[];
}

export interface OnnxGraph {
  /** Adds an operation; '' stands for an optional input that is left out. Returns the first output. */
  node(
    operation: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes?: Record<string, OnnxAttribute>,
  ): string;
  /** Adds weights, little-endian, and returns their name. */
  constant(name: string, dims: readonly number[], values: Float32Array | BigInt64Array): string;
  /** The whole model as the bytes of a `.onnx` file (operator set 13). */
  build(inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): Uint8Array;
}

/** Writes an ONNX model: field numbers are those of onnx.proto. */
export function createOnnxGraph(producer: string): OnnxGraph {
  const nodes: Uint8Array[] = [];
  const constants: Uint8Array[] = [];
  return {
    node(operation, inputs, outputs, attributes = {}) {
      nodes.push(
        message(1, [
          ...inputs.map(name => text(1, name)),
          ...outputs.map(name => text(2, name)),
          text(3, outputs[0]!),
          text(4, operation),
          ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        ]),
      );
      return outputs[0]!;
    },
    constant(name, dims, values) {
      const type = values instanceof Float32Array ? DATA_TYPES.float32 : DATA_TYPES.int64;
      const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      constants.push(
        message(5, [
          ...dims.map(dim => wholeNumber(1, dim)),
          wholeNumber(2, type),
          text(8, name),
          message(9, [raw]),
        ]),
      );
      return name;
    },
    build(inputs, outputs) {
      const graph = message(7, [
        ...nodes,
        text(2, producer),
        ...constants,
        ...inputs.map(input => valueInfo(11, input)),
        ...outputs.map(output => valueInfo(12, output)),
      ]);
      const operatorSet = message(8, [text(1, ''), wholeNumber(2, OPSET)]);
      return concatenated([wholeNumber(1, IR_VERSION), text(2, producer), graph, operatorSet]);
    },
  };
}

function attribute(name: string, value: OnnxAttribute): Uint8Array {
  if (typeof value === 'number')
    return message(5, [text(1, name), wholeNumber(3, value), wholeNumber(20, ATTRIBUTE_TYPES.int)]);
  if (typeof value === 'string')
    return message(5, [text(1, name), text(4, value), wholeNumber(20, ATTRIBUTE_TYPES.string)]);
  if ('float' in value)
    return message(5, [text(1, name), float(2, value.float), wholeNumber(20, ATTRIBUTE_TYPES.float)]);
  const items = value.map(item => wholeNumber(8, item));
  return message(5, [text(1, name), ...items, wholeNumber(20, ATTRIBUTE_TYPES.ints)]);
}

function valueInfo(field: number, { name, type, dims }: OnnxValue): Uint8Array {
  const shape = dims.map(dim => message(1, [typeof dim === 'string' ? text(2, dim) : wholeNumber(1, dim)]));
  const tensor = message(1, [wholeNumber(1, DATA_TYPES[type]), message(2, shape)]);
  return message(field, [text(1, name), message(2, [tensor])]);
}
