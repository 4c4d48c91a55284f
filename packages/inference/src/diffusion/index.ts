/*
 * Stable Diffusion over ONNX: schedules, samplers, guidance, seeds, masks, prompts. Nothing in this folder knows Node: it
 * stands on the types of onnxruntime-common, so the same code runs on onnxruntime-node and, in a browser, on
 * onnxruntime-web. Files and sessions come in through `ModelFolder`.
 */
export { type CheckpointConfig, readConfig } from './configs.ts';
export { type DrawHooks, type DrawRequest, draw } from './draw.ts';
export { type DiffusionModel, loadModel } from './model.ts';
export { type ModelFolder, ModelFolderError } from './modelFolder.ts';
export { type Mask, type Picture, pasteKept } from './picture.ts';
export { SAMPLER_FUNCTIONS, type SamplerName } from './samplers/index.ts';
