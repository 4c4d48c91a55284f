import { family } from './entry.ts';

/** Image requests: prompt, parameters and source images. */
export const IMAGE_REQUEST_CODES = family({
  MissingPrompt: { status: 400, message: 'There is no prompt. Say what to make.' },
  CorruptPrompt: {
    status: 400,
    message:
      'This prompt goes against the rules of the horde, which do not allow unethical images. Rewrite it, and mind that repeated attempts lead to a time-out.',
  },
  InvalidSize: { status: 400, message: 'Width and height must be multiples of 64.' },
  InvalidPromptSize: { status: 400, message: 'The prompt is too long. Shorten it to 7500 words at most.' },
  TooManySteps: { status: 400, message: 'Too many steps. Ask for 500 at most.' },
  ImageValidationFailed: {
    status: 400,
    message:
      'Image validation failed: a source image is neither an image in base64 nor an address that one can be loaded from. PNG, JPEG, WebP, GIF and AVIF are taken; save it as one of these.',
  },
  SourceImageResolutionExceeded: {
    status: 400,
    message:
      'Image validation failed: a source image has too many pixels. Scale it down to 3072x3072 or the like.',
  },
  SourceImageSizeExceeded: {
    status: 400,
    message:
      'Image validation failed: a source image is too large a file to load. Compress it to less than 5 MB.',
  },
  SourceImageUrlInvalid: {
    status: 400,
    message:
      'Image validation failed: the address of a source image does not lead to an image. Give the address of the file itself, which is a PNG, JPEG, WebP, GIF or AVIF.',
  },
  SourceImageUnreadable: {
    status: 400,
    message:
      'Image validation failed: a source image could be loaded but not read. Save it as PNG, JPEG or WebP and try again.',
  },
  InpaintingMissingMask: {
    status: 400,
    message:
      'Image validation failed: inpainting needs to know where to paint: send a source_mask, or a source image with transparent parts.',
  },
  SourceMaskUnnecessary: {
    status: 400,
    message:
      'Image validation failed: there is a mask but no source image. Send the image as well, or leave the mask out.',
  },
  UnsupportedSampler: {
    status: 400,
    message: 'This model does not work with this sampler. Choose another one.',
  },
  UnsupportedModel: { status: 400, message: 'This model cannot be used here. Choose another one.' },
  ControlNetUnsupported: {
    status: 400,
    message: 'This control type does not work with the model. Choose another control type or another model.',
  },
  ControlNetSourceMissing: { status: 400, message: 'A control type needs a source image to read. Send one.' },
  ControlNetInvalidPayload: {
    status: 400,
    message:
      'An image that is a control map already cannot be answered as a control map. Choose one of the two.',
  },
  ControlNetInpaintingMismatch: {
    status: 400,
    message: 'A control type and inpainting cannot be used together. Leave one of them out.',
  },
  ControlNetMismatch: {
    status: 400,
    message:
      'This control type or workflow does not work with the kind of model chosen. Choose a Stable Diffusion 1 model.',
  },
  SourceImageRequiredForModel: { status: 400, message: 'This model works from a source image. Send one.' },
  UnexpectedModelName: {
    status: 400,
    message:
      'One of the names under models is no model that can be used this way: post-processors belong under post_processing.',
  },
  TooManyUpscalers: {
    status: 400,
    message: 'One upscaler is enough. Remove the others from post_processing.',
  },
  HiResMismatch: { status: 400, message: 'hires_fix does not work with this model. Switch it off.' },
  HiResFixMismatch: { status: 400, message: 'hires_fix does not work with this model. Switch it off.' },
  Img2ImgMismatch: {
    status: 400,
    message: 'This model does not work from a source image. Leave the image out.',
  },
  TilingMismatch: { status: 400, message: 'Tiling does not work with this model. Switch it off.' },
  TooManyLoras: { status: 400, message: 'Too many LoRAs. Use 5 at most.' },
  BadLoraVersion: {
    status: 400,
    message: 'With is_version the name of a LoRA is the number of its version, digits only.',
  },
  TooManyTIs: { status: 400, message: 'Too many textual inversions. Use 20 at most.' },
  BadCFGDecimals: { status: 400, message: 'cfg_scale takes two decimals at most. Round it.' },
  BadCFGNumber: { status: 400, message: 'cfg_scale must be a number.' },
  BadBatchIndex: {
    status: 400,
    message:
      'batch_index names one image of a batch by its place: give the seed of the batch, n 1 and no seed_variation.',
  },
  BetaAnonForbidden: {
    status: 403,
    message: 'This model is for registered users. Register and use your own key.',
  },
  BetaComparisonFault: { status: 400, message: 'This model makes images to compare. Ask for more than one.' },
  SpecialFieldNeedsSpecialUser: {
    status: 400,
    message: 'params.special is for special users. Leave it out.',
  },
  SpecialModelNeedsSpecialUser: {
    status: 403,
    message: 'This model is for special users. Choose another one.',
  },
  SpecialForbidden: {
    status: 403,
    message: 'This special model belongs to another user. Use one of your own.',
  },
  SpecialMissingUsername: {
    status: 400,
    message: 'A special model is named with its owner, as model::user#id. Add the owner.',
  },
  SpecialMissingPayload: { status: 400, message: 'A special model needs params.special. Send it.' },
  InvalidTransparencyModel: {
    status: 400,
    message: 'A transparent background works with Stable Diffusion 1 and XL only. Choose such a model.',
  },
  InvalidTransparencyImg2Img: {
    status: 400,
    message: 'A transparent background does not go with source images. Leave one of them out.',
  },
  InvalidTransparencyCN: {
    status: 400,
    message: 'A transparent background does not go with a control type. Leave one of them out.',
  },
  InvalidRemix: { status: 400, message: 'A remix works with Stable Cascade only. Choose such a model.' },
  InvalidRemixModel: { status: 400, message: 'A remix works with Stable Cascade only. Choose such a model.' },
  InvalidExtraSourceImages: {
    status: 400,
    message:
      'More than one source image is for remixes only. Set source_processing to remix, or send one image.',
  },
  TooManyExtraSourceImages: { status: 400, message: 'Too many extra source images. Send 5 at most.' },
  MoreThanMinExtraSourceImage: {
    status: 400,
    message: 'More than one extra source image is for trusted users and patrons. Send one.',
  },
  InvalidExtraTexts: {
    status: 400,
    message: 'extra_texts belong to a workflow that reads them. Choose one, or leave them out.',
  },
  MissingExtraTexts: {
    status: 400,
    message:
      'The qr_code workflow needs the text of the code: one of extra_texts with the reference qr_code.',
  },
  RequiresTrust: {
    status: 400,
    message:
      'Several images without batching are for trusted users and patrons. Let disable_batching be false, or ask for one image.',
  },
});
