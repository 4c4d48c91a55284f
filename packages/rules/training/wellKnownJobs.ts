/**
 * Jobs whose price everybody knows: the vectors of rules-kudos §1.3 and rewards on record in the stories, before model
 * multipliers.
 */
import type { PricedRow } from './table.ts';

const PLAIN: PricedRow['job'] = {
  width: 512,
  height: 512,
  steps: 30,
  cfgScale: 5,
  sampler: 'k_euler_a',
  karras: true,
  hiresFix: false,
  sourceProcessing: 'txt2img',
  sourceImage: false,
  sourceMask: false,
  denoisingStrength: 1,
  controlType: null,
  postProcessing: [],
};

const IMG = { sourceImage: true, sourceProcessing: 'img2img' };
const INPAINTING = { sourceImage: true, sourceMask: true, sourceProcessing: 'inpainting' };
const BASIS = { steps: 50, cfgScale: 7.5, sampler: 'k_euler' };
const at = (side: number) => ({ width: side, height: side });

const KNOWN: [name: string, kudos: number, job: Partial<PricedRow['job']>][] = [
  ['the basis job', 11, BASIS],
  ['the basis job at 1024²', 29.03, { ...BASIS, ...at(1024) }],
  [
    '768×512×30 canny, strength 0.72',
    15.13,
    {
      ...IMG,
      width: 768,
      cfgScale: 8.5,
      sampler: 'k_dpmpp_2m',
      controlType: 'canny',
      denoisingStrength: 0.72,
    },
  ],
  [
    '512²×35 uni_pc, faces fixed and upscaled',
    25.46,
    { ...BASIS, steps: 35, sampler: 'uni_pc', postProcessing: ['GFPGAN', 'RealESRGAN_x4plus'] },
  ],
  ['512²×30', 7.61, {}],
  ['512²×10', 4.26, { steps: 10 }],
  ['512²×20', 5.76, { steps: 20 }],
  ['512²×31', 7.79, { steps: 31 }],
  ['512²×50', 10.98, { steps: 50 }],
  ['576²×25', 7.1, { ...at(576), steps: 25 }],
  ['576×512×30', 7.86, { width: 576 }],
  ['256×1024×30', 7.9, { width: 256, height: 1024 }],
  ['768²×30', 11.75, at(768)],
  ['1024²×30', 20.99, at(1024)],
  ['1024²×30 hires fix', 24.61, { ...at(1024), hiresFix: true }],
  ['1536×768×40', 32.47, { width: 1536, height: 768, steps: 40 }],
  ['2048²×30', 113.58, at(2048)],
  ['1024²×8 k_euler', 11.6, { ...at(1024), steps: 8, sampler: 'k_euler', cfgScale: 1 }],
  ['512²×30 k_dpmpp_sde', 12.93, { sampler: 'k_dpmpp_sde' }],
  ['512²×8 lcm', 5.01, { steps: 8, sampler: 'lcm', cfgScale: 2 }],
  ['512²×30 without karras', 7.66, { karras: false }],
  ['512²×30 img2img at 0.6', 6.84, { ...IMG, denoisingStrength: 0.6 }],
  ['512²×30 img2img at 0.5', 6.6, { ...IMG, denoisingStrength: 0.5 }],
  ['512²×30 inpainting', 9.47, INPAINTING],
  ['512²×20 canny at 0.75', 12.91, { ...IMG, steps: 20, controlType: 'canny', denoisingStrength: 0.75 }],
  ['512²×20 depth', 13.58, { ...IMG, steps: 20, controlType: 'depth' }],
  ['1024²×20 canny', 25.68, { ...IMG, ...at(1024), steps: 20, controlType: 'canny' }],
  ['512²×30 upscaled', 10.28, { postProcessing: ['RealESRGAN_x4plus'] }],
  ['512²×30 with faces fixed', 9.21, { postProcessing: ['GFPGAN'] }],
  [
    'everything at once',
    17.91,
    {
      width: 640,
      height: 768,
      steps: 22,
      cfgScale: 6.25,
      sampler: 'k_dpmpp_2m',
      karras: false,
      hiresFix: true,
      postProcessing: ['GFPGAN', 'RealESRGAN_x2plus'],
    },
  ],
  ['64²×1', 3.14, { ...at(64), steps: 1 }],
];

export const WELL_KNOWN_JOBS: (PricedRow & { name: string })[] = KNOWN.map(([name, kudos, job]) => ({
  name,
  kudos,
  job: { ...PLAIN, ...job },
}));
