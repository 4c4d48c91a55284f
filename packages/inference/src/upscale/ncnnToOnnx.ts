import { type NcnnLayer, type NcnnWeights, readParam, readWeights } from './ncnnFiles.ts';
import { createOnnxGraph, type OnnxGraph } from './onnxGraph.ts';

interface Conversion {
  graph: OnnxGraph;
  weights: NcnnWeights;
  /** Name in the `.param` file -> name in the graph: `Split` layers only give a blob more names. */
  names: Map<string, string>;
}

type Convert = (layer: NcnnLayer, conversion: Conversion) => void;

/** The layers that super-resolution networks of the ESRGAN family are made of. */
const LAYERS: Record<string, Convert> = {
  Input({ outputs }, { names }) {
    names.set(outputs[0]!, 'input');
  },
  Split({ inputs, outputs }, { names }) {
    for (const output of outputs) names.set(output, inputs[0]!);
  },
  Convolution: convolution,
  PReLU({ name, inputs, outputs, parameters }, { graph, weights }) {
    const count = numberOf(parameters, '0');
    const slope = graph.constant(`${name}_slope`, [count, 1, 1], weights.plain(count));
    graph.node('PRelu', [inputs[0]!, slope], outputs);
  },
  Concat({ inputs, outputs }, { graph }) {
    graph.node('Concat', inputs, outputs, { axis: 1 });
  },
  Eltwise: weightedSum,
  BinaryOp({ name, inputs, outputs, parameters }, { graph }) {
    const operation = ['Add', 'Sub', 'Mul', 'Div'][numberOf(parameters, '0', 0)];
    if (!operation) throw new Error(`${name}: this operation is not known`);
    const constant = () => graph.constant(`${name}_number`, [1], Float32Array.of(numberOf(parameters, '2')));
    graph.node(operation, parameters.get('1') === '1' ? [inputs[0]!, constant()] : inputs, outputs);
  },
  Interp({ name, inputs, outputs, parameters }, { graph }) {
    const nearest = numberOf(parameters, '0') === 1;
    const scales = Float32Array.of(1, 1, numberOf(parameters, '1'), numberOf(parameters, '2'));
    graph.node('Resize', [inputs[0]!, '', graph.constant(`${name}_scales`, [4], scales)], outputs, {
      mode: nearest ? 'nearest' : 'linear',
      coordinate_transformation_mode: nearest ? 'asymmetric' : 'half_pixel',
      nearest_mode: 'floor',
    });
  },
  PixelShuffle({ inputs, outputs, parameters }, { graph }) {
    graph.node('DepthToSpace', inputs, outputs, { blocksize: numberOf(parameters, '0'), mode: 'CRD' });
  },
};

/**
 * Turns an ncnn network into an ONNX model, in memory: `input` float32 [1, 3, height, width] in 0..1 -> `output`.
 * @throws Error for a layer that is not known, or when the weights do not fit the layers to the last byte
 */
export function ncnnToOnnx(param: string, bin: Uint8Array): Uint8Array {
  const layers = readParam(param);
  const conversion: Conversion = {
    graph: createOnnxGraph('ncnn'),
    weights: readWeights(bin),
    names: new Map(),
  };
  let output = '';
  for (const layer of layers) {
    const convert = LAYERS[layer.type];
    if (!convert) throw new Error(`${layer.name}: the layer ${layer.type} is not known`);
    convert({ ...layer, inputs: layer.inputs.map(name => conversion.names.get(name) ?? name) }, conversion);
    output = layer.outputs[0]!;
  }
  if (conversion.weights.left() !== 0)
    throw new Error(`${conversion.weights.left()} bytes of weights are left over`);
  if (output !== 'output') conversion.graph.node('Identity', [output], ['output']);
  return conversion.graph.build(
    [{ name: 'input', type: 'float32', dims: [1, 3, 'height', 'width'] }],
    [{ name: 'output', type: 'float32', dims: [1, 3, 'height_out', 'width_out'] }],
  );
}

const ACTIVATION_NONE = 0;
const ACTIVATION_RELU = 1;
const ACTIVATION_LEAKY_RELU = 2;

function convolution({ name, inputs, outputs, parameters }: NcnnLayer, { graph, weights }: Conversion): void {
  const channels = numberOf(parameters, '0');
  const side = numberOf(parameters, '1');
  const padding = numberOf(parameters, '4', 0);
  const count = numberOf(parameters, '6');
  const activation = numberOf(parameters, '9', ACTIVATION_NONE);
  const kernel = [channels, count / channels / side / side, side, side];
  const operands = [inputs[0]!, graph.constant(`${name}_kernel`, kernel, weights.tagged(count))];
  if (parameters.get('5') === '1')
    operands.push(graph.constant(`${name}_bias`, [channels], weights.plain(channels)));
  const linear = activation === ACTIVATION_NONE ? outputs[0]! : `${outputs[0]}_linear`;
  const pads = [padding, padding, padding, padding];
  graph.node('Conv', operands, [linear], { kernel_shape: [side, side], pads });
  if (activation === ACTIVATION_RELU) graph.node('Relu', [linear], outputs);
  else if (activation === ACTIVATION_LEAKY_RELU)
    graph.node('LeakyRelu', [linear], outputs, { alpha: { float: arrayOf(parameters, '-23310')[0]! } });
  else if (activation !== ACTIVATION_NONE) throw new Error(`${name}: activation ${activation} is not known`);
}

const ELTWISE_SUM = 1;

function weightedSum({ name, inputs, outputs, parameters }: NcnnLayer, { graph }: Conversion): void {
  if (numberOf(parameters, '0', 0) !== ELTWISE_SUM) throw new Error(`${name}: only sums are known`);
  const factors = arrayOf(parameters, '-23301');
  const terms = inputs.map((input, i) => {
    const factor = factors[i] ?? 1;
    if (factor === 1) return input;
    const constant = graph.constant(`${name}_factor${i}`, [1], Float32Array.of(factor));
    return graph.node('Mul', [input, constant], [`${name}_term${i}`]);
  });
  graph.node('Add', terms, outputs);
}

function numberOf(parameters: Map<string, string>, key: string, otherwise?: number): number {
  const value = parameters.get(key);
  if (value !== undefined) return Number(value);
  if (otherwise === undefined) throw new Error(`The layer lacks its parameter ${key}`);
  return otherwise;
}

/** `length,item,item…` */
function arrayOf(parameters: Map<string, string>, key: string): number[] {
  return (parameters.get(key)?.split(',') ?? []).slice(1).map(Number);
}
