/** A network as it lies in a file: 16-bit parameters, layer by layer, in base64. */
export interface StoredNetwork {
  /** Neurons of each layer, the inputs first. */
  shape: readonly number[];
  /** The value of one unit of a layer's 16-bit parameters. */
  scales: readonly number[];
  /** Of each layer its weights, input by input, then its bias; little-endian. */
  parameters: string;
}
