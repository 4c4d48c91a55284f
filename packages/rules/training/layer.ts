/** One fully connected layer while it learns: forward, backward, and Adam with decoupled weight decay. */
import { byRows, multiply, transposed } from './product.ts';

const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

export interface LearningRate {
  rate: number;
  /** Share of each parameter that a step at rate 1 takes away: what keeps rare jobs from being learnt by heart. */
  weightDecay: number;
  /** Number of the step, from 1. */
  step: number;
}

/** `outputs = rectify(inputs · weights + bias)`; arrays of a batch lie job by job. */
export class Layer {
  readonly inputCount: number;
  readonly outputCount: number;
  /** Weights (input by input), then the bias. */
  readonly parameters: Float64Array;
  readonly outputs: Float64Array;
  /** Of the loss by `outputs`: the next layer, or the loss, writes it. */
  readonly outputGradient: Float64Array;
  readonly #rectified: boolean;
  readonly #batch: number;
  readonly #gradient: Float64Array;
  readonly #first: Float64Array;
  readonly #second: Float64Array;

  constructor(
    size: { inputs: number; outputs: number; batch: number; rectified: boolean },
    random: () => number,
  ) {
    this.inputCount = size.inputs;
    this.outputCount = size.outputs;
    this.#batch = size.batch;
    this.#rectified = size.rectified;
    const weights = size.inputs * size.outputs;
    const spread = Math.sqrt(6 / size.inputs);
    this.parameters = Float64Array.from({ length: weights + size.outputs }, (_, index) =>
      index < weights ? (2 * random() - 1) * spread : 0,
    );
    this.outputs = new Float64Array(size.batch * size.outputs);
    this.outputGradient = new Float64Array(size.batch * size.outputs);
    this.#gradient = new Float64Array(this.parameters.length);
    this.#first = new Float64Array(this.parameters.length);
    this.#second = new Float64Array(this.parameters.length);
  }

  get #weightCount(): number {
    return this.inputCount * this.outputCount;
  }

  forward(inputs: Float64Array): void {
    const { outputs, parameters, outputCount } = this;
    multiply(outputs, byRows(inputs, this.inputCount), byRows(parameters, outputCount), {
      rows: this.#batch,
      columns: outputCount,
      inner: this.inputCount,
    });
    for (let at = 0, output = 0; at < outputs.length; at++) {
      const value = outputs[at]! + parameters[this.#weightCount + output]!;
      outputs[at] = this.#rectified && value < 0 ? 0 : value;
      output = output + 1 === outputCount ? 0 : output + 1;
    }
  }

  /** Works out the gradient by the parameters, and by the inputs where `inputGradient` is given. */
  backward(inputs: Float64Array, inputGradient?: Float64Array): void {
    const { outputs, outputGradient, outputCount, inputCount } = this;
    const bias = this.#gradient.subarray(this.#weightCount).fill(0);
    for (let at = 0, output = 0; at < outputs.length; at++) {
      if (this.#rectified && outputs[at] === 0) outputGradient[at] = 0;
      bias[output]! += outputGradient[at]!;
      output = output + 1 === outputCount ? 0 : output + 1;
    }
    const gradient = byRows(outputGradient, outputCount);
    multiply(this.#gradient, transposed(byRows(inputs, inputCount)), gradient, {
      rows: inputCount,
      columns: outputCount,
      inner: this.#batch,
    });
    if (!inputGradient) return;
    multiply(inputGradient, gradient, transposed(byRows(this.parameters, outputCount)), {
      rows: this.#batch,
      columns: inputCount,
      inner: outputCount,
    });
  }

  learn({ rate, weightDecay, step }: LearningRate): void {
    const firstScale = 1 / (1 - FIRST_DECAY ** step);
    const secondScale = 1 / (1 - SECOND_DECAY ** step);
    const keep = 1 - rate * weightDecay;
    const { parameters } = this;
    for (let at = 0; at < parameters.length; at++) {
      const slope = this.#gradient[at]!;
      const first = FIRST_DECAY * this.#first[at]! + (1 - FIRST_DECAY) * slope;
      const second = SECOND_DECAY * this.#second[at]! + (1 - SECOND_DECAY) * slope * slope;
      this.#first[at] = first;
      this.#second[at] = second;
      parameters[at] =
        parameters[at]! * keep - (rate * firstScale * first) / (Math.sqrt(secondScale * second) + EPSILON);
    }
  }
}
