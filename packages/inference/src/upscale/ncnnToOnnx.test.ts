import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ort from 'onnxruntime-node';
import { floatsToHalves } from '../diffusion/tensor.ts';
import { ncnnToOnnx } from './ncnnToOnnx.ts';

const HALF_TAG = 0x01306b47;

/** Kernels are tagged and in half precision, everything else follows as plain floats. */
function bin(...parts: ({ kernel: number[] } | number[])[]): Uint8Array {
  const bytes: number[] = [];
  const floats = (values: number[]) => bytes.push(...new Uint8Array(Float32Array.from(values).buffer));
  for (const part of parts) {
    if (Array.isArray(part)) {
      floats(part);
      continue;
    }
    bytes.push(...new Uint8Array(Uint32Array.of(HALF_TAG).buffer));
    bytes.push(...new Uint8Array(floatsToHalves(Float32Array.from(part.kernel)).buffer));
    while (bytes.length % 4 !== 0) bytes.push(0);
  }
  return Uint8Array.from(bytes);
}

const param = (...layers: string[]) => ['7767517', `${layers.length} 0`, ...layers].join('\n');

async function run(param: string, weights: Uint8Array, input: number[], dims: number[]) {
  const session = await ort.InferenceSession.create(ncnnToOnnx(param, weights), { logSeverityLevel: 3 });
  const { output } = await session.run({ input: new ort.Tensor('float32', Float32Array.from(input), dims) });
  await session.release();
  return {
    dims: output!.dims,
    values: Array.from(output!.data as Float32Array, value => Math.round(value * 1000) / 1000),
  };
}

test('convolution, slopes, pixel shuffle, enlarging and sums count as in ncnn', async () => {
  const layers = param(
    'Input in 0 1 data',
    'Split s 1 2 data a b',
    'Convolution c 1 1 a c0 0=12 1=1 4=0 5=1 6=36',
    'PReLU p 1 1 c0 c1 0=12',
    'PixelShuffle x 1 1 c1 c2 0=2',
    'Interp i 1 1 b b1 0=1 1=2.0 2=2.0',
    'BinaryOp add 2 1 c2 b1 sum 0=0',
  );
  // Channel k of 12 is the red value plus k - 6; below zero it is halved.
  const kernel = Array.from({ length: 12 }, () => [1, 0, 0]).flat();
  const bias = Array.from({ length: 12 }, (_, k) => k - 6);
  const { dims, values } = await run(
    layers,
    bin({ kernel }, bias, Array(12).fill(0.5)),
    [2, 10, 20],
    [1, 3, 1, 1],
  );
  assert.deepEqual(dims, [1, 3, 2, 2]);
  const bent = (k: number) => (2 + k - 6 < 0 ? (2 + k - 6) / 2 : 2 + k - 6);
  assert.deepEqual(
    values,
    Array.from({ length: 12 }, (_, k) => bent(k) + [2, 10, 20][Math.floor(k / 4)]!),
  );
});

test('padding, activation inside the convolution, concatenation and weighted sums', async () => {
  const layers = param(
    'Input in 0 1 data',
    'Split s 1 3 data a b c',
    'Convolution n 1 1 a n0 0=3 1=3 4=1 5=0 6=81 9=2 -23310=1,0.1',
    'Eltwise e 2 1 n0 b e0 0=1 -23301=2,0.5,1.0',
    'Concat k 2 1 e0 c k0',
  );
  // The kernel's centre takes minus the same channel: every value becomes leaky(-v) / 2 + v.
  const kernel = Array.from({ length: 81 }, (_, i) =>
    i % 9 === 4 && Math.floor(i / 27) === Math.floor(i / 9) % 3 ? -1 : 0,
  );
  const { dims, values } = await run(layers, bin({ kernel }), [1, -2, 4, 8, -16, 0], [1, 3, 1, 2]);
  assert.deepEqual(dims, [1, 6, 1, 2]);
  assert.deepEqual(values, [0.95, -1, 3.8, 7.6, -8, 0, 1, -2, 4, 8, -16, 0]);
});

test('a graph or weights that do not fit are refused', () => {
  const one = param('Input in 0 1 data', 'Convolution c 1 1 data o 0=1 1=1 5=0 6=3');
  assert.throws(() => ncnnToOnnx('hello', new Uint8Array()), /no ncnn .param file/);
  assert.throws(() => ncnnToOnnx(one, bin({ kernel: [1, 2, 3] }, [4])), /4 bytes of weights are left over/);
  assert.throws(
    () => ncnnToOnnx(one, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
    /stored in a way that is not known/,
  );
  assert.throws(
    () => ncnnToOnnx(param('Input in 0 1 data', 'Softmax s 1 1 data o'), new Uint8Array()),
    /Softmax/,
  );
});
