import type { DiffusionModel } from './model.ts';
import { ModelFolderError } from './modelFolder.ts';
import { type Picture, pictureOf, planesOf } from './picture.ts';
import { floatsOf, floatTensor, inputOf } from './tensor.ts';

/**
 * Picture -> latents [C, H, W] as the U-Net sees them. Where the encoder gives a distribution (mean and log variance,
 * twice the channels), the mean is taken: encoding draws no random numbers.
 * @throws ModelFolderError when the checkpoint has no encoder
 */
export async function encodePicture(model: DiffusionModel, picture: Picture): Promise<Float32Array> {
  const { encoder, config } = model;
  if (!encoder) throw new ModelFolderError('The checkpoint has no vae_encoder');
  const name = encoder.inputNames[0]!;
  const type = inputOf(encoder, name)?.type === 'float16' ? 'float16' : 'float32';
  const pixels = floatTensor(type, planesOf(picture), [1, 3, picture.height, picture.width]);
  const output = (await encoder.run({ [name]: pixels }))[encoder.outputNames[0]!]!;
  const cells = (picture.width / config.cellPixels) * (picture.height / config.cellPixels);
  const mean = floatsOf(output).slice(0, config.latentChannels * cells);
  for (let i = 0; i < mean.length; i++) mean[i] = (mean[i]! - config.shift) * config.scaling;
  return mean;
}

/** Latents [C, height, width] in cells -> picture. One at a time: the decoder takes more memory than anything else. */
export async function decodeLatents(
  model: DiffusionModel,
  latents: Float32Array,
  height: number,
  width: number,
): Promise<Picture> {
  const { decoder, config } = model;
  const name = decoder.inputNames[0]!;
  const type = inputOf(decoder, name)?.type === 'float16' ? 'float16' : 'float32';
  const input = latents.map(value => value / config.scaling + config.shift);
  const tensor = floatTensor(type, input, [1, config.latentChannels, height, width]);
  const planes = (await decoder.run({ [name]: tensor }))[decoder.outputNames[0]!]!;
  return pictureOf(floatsOf(planes), width * config.cellPixels, height * config.cellPixels);
}
