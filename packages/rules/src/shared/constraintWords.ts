/**
 * What a requester is told of the workers that a constraint keeps away, by the name of its predicate. One table for all
 * kinds of work: what has the same name means the same.
 */
export const CONSTRAINT_WORDS: Readonly<Record<string, string>> = {
  // Of every kind.
  'model offered': 'These workers offer none of the models that were asked for.',
  'unsafe address': 'These workers serve nobody who comes through a VPN or a proxy.',
  nsfw: 'These workers make nothing that may be unsafe for work.',
  'slow worker': 'These workers are slow, and the request wants no slow ones.',
  'extra slow worker': 'These workers are extra slow, and the request does not allow that.',
  'worker list': 'The list of workers in the request leaves these out.',
  'trusted workers only': 'The owners of these workers are not trusted, and the request wants trusted ones.',
  'nobody is known':
    'Neither the requester nor the owners of these workers are trusted, and the address counts as unsafe.',
  blacklist: 'The prompt has a word that these workers do not serve.',
  'upfront kudos': 'These workers want to see the kudos for the request beforehand.',
  size: 'The image is too large for these workers.',
  // Of images.
  img2img: 'These workers do not work from a source image.',
  painting: 'These workers do not paint in pictures.',
  'extra source images': 'These workers cannot mix several source images.',
  'object store':
    'These workers cannot put images into the object store; with r2 false the image itself comes back.',
  lora: 'These workers load no LoRAs.',
  'textual inversion': 'These workers load no textual inversions.',
  'post-processing': 'These workers do no post-processing.',
  controlnet: 'These workers do not use ControlNet.',
  transparent: 'These workers make no transparent backgrounds.',
  'inpainting needs an inpainting model': 'These workers have no model for painting in pictures.',
  'inpainting models paint only': 'These workers have only models for painting in pictures.',
  sampler: 'These workers do not know the sampler, or not with this schedule.',
  'post-processor': 'These workers lack one of the post-processors.',
  tiling: 'These workers make no images that tile.',
  'control map': 'These workers cannot give the control map back.',
  'image is control': 'These workers cannot take a control map for the source image.',
  'qr code workflow': 'These workers do not know the qr_code workflow.',
  'qr code with SDXL': 'These workers do not use ControlNet with SDXL.',
  'hires fix': 'These workers do not know hires_fix.',
  'hires fix of Stable Cascade': 'These workers do not know hires_fix of Stable Cascade.',
  Flux: 'The software of these workers is too old for a model that they offer.',
  'clip skip': 'These workers do not know clip_skip.',
  'versioned lora': 'These workers cannot load a LoRA by its version.',
  scheduler: 'These workers are not known to understand the scheduler.',
  'batch index': 'These workers cannot make one image of a batch alone.',
  'step count': 'These workers want no more steps than is usual for the model.',
  // Of texts.
  length: 'These workers write shorter texts only.',
  'context length': 'These workers read shorter texts only.',
  'validated backend': 'The software of these workers is not known to answer faithfully.',
  'soft prompt': 'These workers do not have the soft prompt.',
  // Of alchemy.
  'form offered': 'These workers do not serve this form.',
};
