/*
 * What a page needs in order to draw: the checkpoint's files over HTTP, sessions by the runtime that the page has loaded.
 * The browser test bundles this file.
 */
import type * as Ort from 'onnxruntime-common';
import { type DrawRequest, draw, loadModel, type ModelFolder } from '../diffusion/index.ts';

/** Draws one batch with the checkpoint at `address` and returns the bytes of each picture. */
export async function drawInPage(
  runtime: Pick<typeof Ort, 'InferenceSession'>,
  address: string,
  request: DrawRequest,
): Promise<number[][]> {
  const get = async (path: string) => {
    const response = await fetch(`${address}/${path}`);
    return response.ok ? response : undefined;
  };
  const folder: ModelFolder = {
    readText: async path => (await get(path))?.text(),
    async openSession(path) {
      const bytes = await (await get(path))?.arrayBuffer();
      return bytes && runtime.InferenceSession.create(bytes);
    },
  };
  const pictures = await draw(await loadModel(folder), request);
  return pictures.map(({ data }) => Array.from(data));
}
