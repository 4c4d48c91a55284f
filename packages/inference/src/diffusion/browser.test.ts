/** The diffusion code on onnxruntime-web's WASM in a real Chromium: the same picture as in Node, but for rounding. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launchChromium } from '@openhorde/testkit/browser';
import { build } from 'vite';
import { nodeFolder } from '../onnx/nodeFolder.ts';
import { EMOJI_64 } from '../testing/folders.ts';
import { type DrawRequest, draw } from './draw.ts';
import { loadModel } from './model.ts';

const browser = await launchChromium();

const PAGE = `<!doctype html><script type="module">
import * as ort from '/runtime/ort.wasm.min.mjs';
import { drawInPage } from '/bundle.mjs';
ort.env.wasm.wasmPaths = '/runtime/';
ort.env.wasm.numThreads = 1;
globalThis.drawPictures = request => drawInPage(ort, '/model', request);
</script>`;

const TYPES: Record<string, string> = {
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** The page, its bundle, the runtime and the model on one address. */
async function serve(t: TestContext, bundle: string): Promise<string> {
  const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  const roots: Record<string, string> = { runtime, model: EMOJI_64 };
  const server = createServer(async (request, response) => {
    const [, root = '', ...rest] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/');
    try {
      const type = TYPES[path.extname(rest.at(-1) ?? root)] ?? 'text/html';
      response.setHeader('content-type', type);
      if (root === '') response.end(PAGE);
      else if (root === 'bundle.mjs') response.end(bundle);
      else response.end(await readFile(path.join(roots[root] ?? '', ...rest)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('../testing/browserEntry.ts', import.meta.url)),
        formats: ['es'],
        fileName: 'bundle',
      },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const chunk = output && 'output' in output ? output.output[0] : undefined;
  assert.ok(chunk);
  return chunk.code;
}

const request: DrawRequest = {
  prompt: 'a (red:1.2) heart, 3d',
  negativePrompt: 'blue',
  width: 64,
  height: 64,
  steps: 6,
  guidance: 5,
  sampler: 'k_euler_a',
  karras: true,
  seeds: [3, 4],
};

test('a browser draws the same pictures as Node', {
  skip: browser ? false : 'no Chromium on this machine',
}, async t => {
  t.after(() => browser?.close());
  const page = await browser!.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  await page.goto(await serve(t, await bundled()));
  await page.waitForFunction('globalThis.drawPictures');
  const inPage: number[][] = await page.evaluate(`drawPictures(${JSON.stringify(request)})`);
  assert.deepEqual(errors, []);

  const model = await loadModel(nodeFolder(EMOJI_64));
  t.after(() => model.release());
  const inNode = await draw(model, request);
  assert.equal(inPage.length, inNode.length);
  for (const [i, { data }] of inNode.entries()) {
    const worst = data.reduce((max, value, at) => Math.max(max, Math.abs(value - inPage[i]![at]!)), 0);
    t.diagnostic(`picture ${i}: differs by at most ${worst} of 255`);
    assert.ok(worst <= 3, `${worst} of 255`);
  }
});
