export * from './engine.ts';
export { createOnnxEngine, type OnnxEngineOptions } from './onnx/engine.ts';
