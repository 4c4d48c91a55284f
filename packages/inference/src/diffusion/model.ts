import type { InferenceSession } from 'onnxruntime-common';
import { type CheckpointConfig, readConfig } from './configs.ts';
import { type ModelFolder, ModelFolderError } from './modelFolder.ts';
import { trainedLevels } from './noiseSchedule.ts';
import { type PromptTokenizer, readTokenizer } from './tokenizer.ts';

/** A loaded text-to-image checkpoint. */
export interface DiffusionModel {
  config: CheckpointConfig;
  /** Noise level of each training timestep, rising. */
  levels: Float64Array;
  tokenizer: PromptTokenizer;
  textEncoder: InferenceSession;
  unet: InferenceSession;
  decoder: InferenceSession;
  /** Some exports leave it out; then there is no img2img. */
  encoder: InferenceSession | undefined;
  /** Frees the networks. */
  release(): Promise<void>;
}

/** @throws ModelFolderError when a part is missing or of a kind that this code cannot run */
export async function loadModel(folder: ModelFolder): Promise<DiffusionModel> {
  const config = await readConfig(folder);
  const tokenizer = await readTokenizer(folder);
  const open = await Promise.all(
    ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'].map(part =>
      folder.openSession(`${part}/model.onnx`),
    ),
  );
  const [textEncoder, unet, decoder, encoder] = open;
  const release = async () => {
    await Promise.all(open.map(session => session?.release()));
  };
  if (!textEncoder || !unet || !decoder) {
    await release();
    const missing = !textEncoder ? 'text_encoder' : !unet ? 'unet' : 'vae_decoder';
    throw new ModelFolderError(`${missing}/model.onnx is missing`);
  }
  const levels = trainedLevels(config.noise);
  return { config, levels, tokenizer, textEncoder, unet, decoder, encoder, release };
}
