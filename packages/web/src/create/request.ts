/** Settings -> the request on the wire. */
import type { GenerationInputStable } from '@openhorde/contract';
import { joinPrompt } from '@openhorde/sdk';
import { LONG_PROMPT_CHARACTERS, type Settings } from './settings.ts';

/**
 * Body of `POST /generate/async`.
 * @param sourceBase64 the picture to start from, without a data-URL prefix; null: text to image
 */
export function toRequest(settings: Settings, sourceBase64: string | null): GenerationInputStable {
  return {
    prompt: joinPrompt(settings.prompt.trim(), settings.negative),
    params: {
      width: settings.widthPixels,
      height: settings.heightPixels,
      n: settings.count,
      steps: settings.steps,
      cfg_scale: settings.guidance,
      sampler_name: settings.sampler,
      karras: settings.karras,
      ...(settings.seed.trim() === '' ? {} : { seed: settings.seed.trim() }),
      ...(sourceBase64 === null ? {} : { denoising_strength: settings.denoising }),
    },
    // An empty list means any model; leaving it out would mean "stable_diffusion".
    models: settings.model === null ? [] : [settings.model],
    ...(sourceBase64 === null ? {} : { source_image: sourceBase64, source_processing: 'img2img' as const }),
    nsfw: settings.nsfw,
    censor_nsfw: !settings.nsfw,
    trusted_workers: settings.trustedWorkersOnly,
    slow_workers: settings.slowWorkers,
    allow_downgrade: settings.allowDowngrade,
    replacement_filter: settings.prompt.length < LONG_PROMPT_CHARACTERS,
    r2: true,
    shared: false,
  };
}

/** The smallest WebP there is: a dry run only looks at whether there is a source, not at what it shows. */
const TINY_SOURCE = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';

/**
 * The request whose price stands for these settings. Words and seed do not change a price, so they are left
 * out: typing asks the server nothing.
 */
export function toPriceRequest(settings: Settings, hasSource: boolean): GenerationInputStable {
  const plain: Settings = { ...settings, prompt: 'a picture', negative: '', seed: '' };
  return { ...toRequest(plain, hasSource ? TINY_SOURCE : null), dry_run: true };
}
