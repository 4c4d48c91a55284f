/**
 * The records that matching reads. A request is split in two: what many requests have in common and the board groups
 * by (`ImageRequirements`), and what belongs to one request alone (`RequestFacts`). A worker is one `ImageWorkerOffer`,
 * built at check-in, with everything derived from its agent and its models worked out beforehand.
 */
import { type AnyOffer, type AnyRequirements, workerListKey } from '../shared/records.ts';
import type { BridgeAgent } from './bridge.ts';

/** What a request asks of a worker. Plain JSON: stored with the request, and grouped by `signatureOf`. */
export interface ImageRequirements extends AnyRequirements {
  /** Names as the request gave them; empty: any model. */
  models: readonly string[];
  /** Width × height. */
  pixels: number;
  /** Steps as work: see `accurateSteps`. */
  accurateSteps: number;
  nsfw: boolean;
  trustedWorkers: boolean;
  slowWorkers: boolean;
  extraSlowWorkers: boolean;
  /** The requester's address is not known as a proxy. */
  safeIp: boolean;
  /** The result goes to the object store, not into the answer. */
  r2: boolean;
  sourceImage: boolean;
  /** Source processing is inpainting or outpainting. */
  painting: boolean;
  extraSourceImages: boolean;
  sampler: string;
  karras: boolean;
  /** Noise schedule that `karras` cannot say. */
  scheduler?: string | undefined;
  postProcessing: readonly string[];
  tiling: boolean;
  hiresFix: boolean;
  /** A control type is set. */
  control: boolean;
  returnControlMap: boolean;
  /** Clip skip above 1. */
  clipSkip: boolean;
  loras: boolean;
  /** A LoRA is named by its version. */
  versionedLora: boolean;
  textualInversions: boolean;
  /** Workflow `qr_code`. */
  qrCode: boolean;
  transparent: boolean;
  disableBatching: boolean;
  /** One image of a batch is wanted, by its place. */
  batchIndex: boolean;
  /**
   * Width of this one request, from which a smaller size of the same shape is made. Matching does not look at it: it is
   * not in the signature, and a group holds the width of its first request.
   */
  width?: number;
}

/** The properties of a worker's models, taken together. */
export interface OfferedModels {
  names: ReadonlySet<string>;
  anyInpainting: boolean;
  allInpainting: boolean;
  anySdxl: boolean;
  anyCascade: boolean;
  anyFlux: boolean;
  /** Offers a `horde_special` model: gets only requests that name it. */
  anySpecial: boolean;
  /** Smallest mean of a model's minimal (20) and maximal (40) steps. */
  stepLimit: number;
}

/** A worker as matching sees it. */
export interface ImageWorkerOffer extends AnyOffer {
  models: OfferedModels;
  bridge: BridgeAgent;
  threads: number;
  maxPixels: number;
  /** Jobs of one request that it takes at a time. */
  amount: number;
  nsfw: boolean;
  extraSlow: boolean;
  allowImg2img: boolean;
  allowPainting: boolean;
  allowUnsafeIp: boolean;
  allowPostProcessing: boolean;
  allowControlnet: boolean;
  allowSdxlControlnet: boolean;
  allowLora: boolean;
  limitMaxSteps: boolean;
  /** Noise schedules that it understands by name. */
  schedulers: ReadonlySet<string>;
}

const FLAGS = [
  'nsfw',
  'trustedWorkers',
  'slowWorkers',
  'extraSlowWorkers',
  'safeIp',
  'requesterTrusted',
  'r2',
  'sourceImage',
  'painting',
  'extraSourceImages',
  'karras',
  'tiling',
  'hiresFix',
  'control',
  'returnControlMap',
  'clipSkip',
  'loras',
  'versionedLora',
  'textualInversions',
  'qrCode',
  'transparent',
  'disableBatching',
  'batchIndex',
] as const satisfies readonly (keyof ImageRequirements)[];

/**
 * A short text that is equal for two requests exactly when matching cannot tell their requirements apart.
 * The order in which models, post-processors and workers are named does not count.
 */
export function signatureOf(requirements: ImageRequirements): string {
  let bits = 0;
  for (const flag of FLAGS) bits = bits * 2 + (requirements[flag] ? 1 : 0);
  const { pixels, accurateSteps, sampler, scheduler = '', models, postProcessing, workerList } = requirements;
  const lists = [[...models].sort(), [...postProcessing].sort(), workerListKey(workerList)];
  return `${bits.toString(36)} ${pixels} ${accurateSteps} ${sampler} ${scheduler} ${JSON.stringify(lists)}`;
}
