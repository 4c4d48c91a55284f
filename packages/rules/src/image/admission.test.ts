import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ReturnCode } from '@openhorde/contract';
import { COMPARISON_MODEL } from '../ratings/comparison.ts';
import { REFERENCE } from '../testing/samples.ts';
import { checkImageRequest, IMAGE_CHECKS } from './admission.ts';
import type { ImageParamsInput } from './params.ts';
import type { ImageRequester, ImageRequestInput } from './request.ts';

type Asked = Partial<Omit<ImageRequestInput, 'params'>> & { params?: ImageParamsInput };

function refusal(asked: Asked, requester: Partial<ImageRequester> = {}, raid = false) {
  const input: ImageRequestInput = {
    prompt: 'a heron',
    params: {},
    models: ['stable_diffusion'],
    sourceImage: false,
    sourceMask: false,
    sourceProcessing: 'img2img',
    extraSourceImages: 0,
    disableBatching: false,
    clientAgent: 'tests:1:nobody',
    ...asked,
  };
  const who = { id: 7, trusted: false, patron: false, special: false, safeIp: true, ...requester };
  return checkImageRequest(input, who, REFERENCE, { raid });
}

const control = (control_type: string, more: Asked = {}): Asked => ({
  params: { control_type },
  sourceImage: true,
  ...more,
});
const special = 'horde_special::me#7';

const REFUSED: [rc: ReturnCode, asked: Asked, requester?: Partial<ImageRequester>, raid?: boolean][] = [
  ['TooManyExtraSourceImages', { extraSourceImages: 6 }, { trusted: true }],
  ['MoreThanMinExtraSourceImage', { extraSourceImages: 2 }],
  ['MissingPrompt', { prompt: '' }],
  ['RequiresTrust', { params: { n: 2 }, disableBatching: true }],
  ['HiResMismatch', { params: { hires_fix: true }, models: ['flux'] }],
  ['HiResMismatch', { params: { hires_fix: true }, models: ['stable_diffusion', 'qwen'] }],
  ['HiResMismatch', { params: { hires_fix: true }, models: ['zimage'] }],
  ['TooManyLoras', { params: { loras: Array(6).fill({ name: 'x' }) } }],
  ['BadLoraVersion', { params: { loras: [{ name: 'abc', is_version: true }] } }],
  ['TooManyTIs', { params: { tis: Array(21).fill({ name: 'x' }) } }],
  ['InvalidTransparencyModel', { params: { transparent: true }, models: ['sdxl', 'sd2'] }],
  ['ControlNetMismatch', { params: { workflow: 'qr_code' }, models: ['cascade'] }],
  ['InvalidPromptSize', { prompt: 'word '.repeat(7501) }],
  ['UnexpectedModelName', { models: ['stable_diffusion', 'RealESRGAN_x4plus'] }],
  ['TooManyUpscalers', { params: { post_processing: ['RealESRGAN_x4plus', 'NMKD_Siax'] } }],
  ['BadCFGNumber', { params: { cfg_scale: Number.NaN } }],
  ['BadCFGDecimals', { params: { cfg_scale: 7.125 } }],
  ['BadBatchIndex', { params: { batch_index: 2 } }],
  ['BadBatchIndex', { params: { batch_index: 2, seed: '7', n: 2 } }],
  ['BadBatchIndex', { params: { batch_index: 2, seed: '7', seed_variation: 1 } }],
  ['SpecialModelNeedsSpecialUser', { models: [special] }],
  ['SpecialMissingUsername', { models: ['horde_special'] }, { special: true }],
  ['SpecialForbidden', { models: ['horde_special::you#8'] }, { special: true }],
  ['SpecialMissingPayload', { models: [special] }, { special: true }],
  ['UntrustedUnsafeIP', {}, { safeIp: false }, true],
  ['SpecialFieldNeedsSpecialUser', { params: { special: { wing: 1 } } }],
  ['SourceMaskUnnecessary', { sourceMask: true }],
  ['ControlNetUnsupported', control('normal', { models: ['sd2'] })],
  ['ControlNetUnsupported', control('hough', { models: ['sd2'] })],
  ['ControlNetUnsupported', control('canny', { models: ['pix2pix'] })],
  ['ControlNetSourceMissing', control('canny', { sourceImage: false })],
  ['ControlNetInpaintingMismatch', control('canny', { sourceProcessing: 'inpainting' })],
  ['ControlNetMismatch', control('canny', { models: ['stable_diffusion', 'sdxl'] })],
  ['ControlNetMismatch', control('canny', { models: ['cascade'] })],
  ['ControlNetMismatch', control('canny', { models: ['flux'] })],
  ['InvalidTransparencyImg2Img', { params: { transparent: true }, extraSourceImages: 1 }],
  ['InvalidTransparencyCN', control('canny', { params: { transparent: true, control_type: 'canny' } })],
  ['InvalidRemix', { sourceProcessing: 'remix', sourceImage: true, models: ['cascade', 'sdxl'] }],
  ['InvalidExtraSourceImages', { extraSourceImages: 1, models: ['cascade'] }],
  ['InvalidExtraTexts', { params: { extra_texts: [{ text: 'x', reference: 'qr_code' }] } }],
  ['MissingExtraTexts', { params: { workflow: 'qr_code' } }],
  [
    'MissingExtraTexts',
    { params: { workflow: 'qr_code', extra_texts: [{ text: 'x', reference: 'caption' }] } },
  ],
  [
    'ControlNetInvalidPayload',
    { params: { init_as_image: true, return_control_map: true }, sourceImage: true },
  ],
  ['SourceImageRequiredForModel', { models: ['Stable Diffusion 2 Depth'] }],
  ['SourceImageRequiredForModel', { models: ['pix2pix'] }],
  ['UnexpectedModelName', { models: ['control'] }],
  ['BetaAnonForbidden', { models: [COMPARISON_MODEL], params: { n: 2 } }, { id: 0 }],
  ['BetaComparisonFault', { models: [COMPARISON_MODEL] }],
  ['BannedClientAgent', { clientAgent: 'My-Project:v0.0.1:My-Contact' }],
];

describe('a request is refused', () => {
  for (const [rc, asked, requester, raid] of REFUSED) {
    test(`${rc}: ${JSON.stringify(asked).slice(0, 90)}`, () => {
      assert.equal(refusal(asked, requester, raid)?.rc, rc);
    });
  }

  test('with a case for each check', () => {
    const tested = new Set(REFUSED.map(([rc]) => rc));
    assert.deepEqual(
      IMAGE_CHECKS.filter(check => !tested.has(check.rc)),
      [],
    );
  });

  test('naming what is meant', () => {
    assert.deepEqual(refusal({ models: ['GFPGAN'] }), { rc: 'UnexpectedModelName', detail: 'GFPGAN' });
  });

  test('for the first reason in the order of the API', () => {
    assert.equal(refusal({ prompt: '', sourceMask: true })?.rc, 'MissingPrompt');
    assert.equal(
      refusal({ sourceMask: true, clientAgent: 'My-Project:v0.0.1:My-Contact' })?.rc,
      'SourceMaskUnnecessary',
    );
    const steps = IMAGE_CHECKS.map(check => check.step);
    assert.deepEqual(
      steps,
      [...steps].sort((a, b) => a - b),
    );
  });

  test('only for reasons of the steps that are asked about', () => {
    const input = {
      prompt: '',
      params: { cfg_scale: 1.234 },
      models: [],
      sourceImage: false,
      sourceMask: false,
      sourceProcessing: 'img2img',
      extraSourceImages: 0,
      disableBatching: false,
      clientAgent: '',
    };
    const who = { id: 7, trusted: false, patron: false, special: false, safeIp: true };
    const check = (from: number, to: number) =>
      checkImageRequest(input, who, REFERENCE, { range: { from, to } })?.rc;
    assert.equal(check(12, 13), 'MissingPrompt');
    assert.equal(check(15, 15), undefined);
    assert.equal(check(20, 23), 'BadCFGDecimals');
  });
});

const ADMITTED: [what: string, asked: Asked, requester?: Partial<ImageRequester>, raid?: boolean][] = [
  ['plain', {}],
  ['no model named', { models: [] }],
  ['cfg of two decimals', { params: { cfg_scale: 6.35 } }],
  [
    'extra source images of a patron',
    { extraSourceImages: 5, sourceProcessing: 'remix', models: ['cascade'] },
    { patron: true },
  ],
  [
    'one extra source image of any user',
    { extraSourceImages: 1, sourceProcessing: 'remix', models: ['cascade'] },
  ],
  ['batches off for one image', { disableBatching: true }],
  ['batches off for trusted', { params: { n: 2 }, disableBatching: true }, { trusted: true }],
  ['hires fix of Cascade', { params: { hires_fix: true }, models: ['cascade'] }],
  ['transparent SDXL', { params: { transparent: true }, models: ['sdxl', 'stable_diffusion'] }],
  ['canny with Stable Diffusion 2', control('canny', { models: ['sd2'] })],
  ['a face fixer beside an upscaler', { params: { post_processing: ['GFPGAN', 'NMKD_Siax'] } }],
  ['an own special model', { params: { special: { wing: 1 } }, models: [special] }, { special: true }],
  [
    'a codes’ workflow',
    { params: { workflow: 'qr_code', extra_texts: [{ text: 'x', reference: 'qr_code' }] }, models: ['sdxl'] },
  ],
  ['an unsafe address outside a raid', {}, { safeIp: false }],
  ['an unsafe address of a trusted user in a raid', {}, { safeIp: false, trusted: true }, true],
];

describe('a request is admitted', () => {
  for (const [what, asked, requester, raid] of ADMITTED) {
    test(what, () => assert.equal(refusal(asked, requester, raid), undefined));
  }
});
