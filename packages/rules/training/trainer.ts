/** A network of fully connected layers that learns prices by their relative error. */
import { Layer } from './layer.ts';

/** Kudos that an output of 1 stands for: about what is usual. */
const OUTPUT_KUDOS = 10;

/** Relative errors well below this count by their square, those well above it by themselves. */
const USUAL_ERROR = 0.02;

export interface Examples {
  /** Row by row. */
  features: Float64Array;
  kudos: Float64Array;
}

export class Trainer {
  readonly #layers: Layer[];
  readonly #inputs: Float64Array;
  readonly #batch: number;
  #step = 0;

  constructor(shape: readonly number[], batch: number, random: () => number) {
    this.#batch = batch;
    this.#layers = shape
      .slice(1)
      .map(
        (outputs, index) =>
          new Layer({ inputs: shape[index]!, outputs, batch, rectified: index < shape.length - 2 }, random),
      );
    this.#layers.at(-1)!.parameters[this.#layers.at(-1)!.inputCount] = 1;
    this.#inputs = new Float64Array(batch * shape[0]!);
  }

  /** Learns from the examples named by `rows`, as many as a batch holds. */
  learn(examples: Examples, rows: Uint32Array, rate: number, weightDecay: number): void {
    const width = this.#inputs.length / this.#batch;
    rows.forEach((row, at) => {
      this.#inputs.set(examples.features.subarray(row * width, (row + 1) * width), at * width);
    });
    this.#layers.forEach((layer, index) => {
      layer.forward(index === 0 ? this.#inputs : this.#layers[index - 1]!.outputs);
    });
    const last = this.#layers.at(-1)!;
    rows.forEach((row, at) => {
      const kudos = examples.kudos[row]!;
      const error = (last.outputs[at]! * OUTPUT_KUDOS - kudos) / kudos;
      // Derivative of √(error² + usual²).
      const slope = error / Math.sqrt(error * error + USUAL_ERROR * USUAL_ERROR);
      last.outputGradient[at] = (slope * OUTPUT_KUDOS) / kudos / this.#batch;
    });
    this.#step++;
    for (let index = this.#layers.length - 1; index >= 0; index--) {
      const before = this.#layers[index - 1];
      this.#layers[index]!.backward(before?.outputs ?? this.#inputs, before?.outputGradient);
    }
    for (const layer of this.#layers) layer.learn({ rate, weightDecay, step: this.#step });
  }

  /** Parameters of each layer, weights input by input, then the bias; the last ones in kudos. */
  parameters(): Float64Array[] {
    return this.#layers.map((layer, index) =>
      index < this.#layers.length - 1
        ? layer.parameters
        : layer.parameters.map(value => value * OUTPUT_KUDOS),
    );
  }
}
