// Made from the contract by generate.ts. Change the contract, not this file.

/** A model that is served or wanted. */
export interface ActiveModel extends ActiveModelLite {
  /** Mean speed of the last hour: pixelsteps or tokens each second. */
  performance?: number;
  /** Waiting work: pixelsteps or tokens. */
  queued?: number;
  /** Waiting jobs. */
  jobs?: number;
  /** Seconds until the queue is empty; 10000: nobody serves it. */
  eta?: number;
  /** What it makes. */
  type?: 'image' | 'text';
}

/** A model in brief. */
export interface ActiveModelLite {
  /** The model. */
  name?: string;
  /** Worker threads that serve it. */
  count?: number;
}

/** A time-out for an address. */
export interface AddTimeoutIPInput {
  /** An address, or a network such as 198.51.100.0/24. */
  ipaddr: string;
  /** How long. */
  hours: number;
}

/** A time-out for the address of a worker. */
export interface AddWorkerTimeout {
  /** How long. */
  days: number;
}

/** What somebody thinks of one image. */
export interface AestheticRating {
  /** The image: the id of its generation. */
  id: string;
  /** How good the image is: 1 the worst, 10 the best. */
  rating: number;
  /** How much its flaws disturb: 0 not at all, 5 so that it is ruined. */
  artifacts?: number;
}

/** What the requester thinks of the images of a request. */
export interface AestheticsPayload {
  /** The best image of the request: the id of its generation. */
  best?: string;
  /** Ratings of its images, each of them once. */
  ratings?: AestheticRating[];
}

/** A deed of a moderator. */
export interface AuditEntry {
  /** Its number, larger for later ones. */
  id?: number;
  /** When it was done. */
  created?: string;
  /** Who did it, as name#id; null: the operator, by the command line. */
  actor?: string | null;
  /** What was done, such as modes.change or worker.pause. */
  action?: string;
  /** What it was done to, such as user:5, worker:<id>, address:<ip>. */
  subject?: string | null;
  /** The fields of the deed, as they were sent. */
  detail?: Record<string, unknown>;
}

/** What moderators did. */
export interface AuditLog {
  /** The latest first. */
  entries?: AuditEntry[];
  /** Ask with before=next for the page after this one; absent: this was the last. */
  next?: number;
}

/** Obsolete; see records. */
export interface ContributionsDetails {
  /** No longer filled. */
  megapixelsteps?: number | null;
  /** No longer filled. */
  fulfillments?: number | null;
}

/** A new team. */
export interface CreateTeamInput {
  /** Its name, unlike that of every other team. */
  name: string;
  /** What to say about it. */
  info?: string;
}

/** An image of a data set that is imported. */
export interface DatasetImage {
  /** Its id, a UUID. */
  id: string;
  /** Where the picture is, an http or https address. */
  url: string;
  /** The model that it was made with. */
  model?: string;
  /** Only for an image whose quality is beyond doubt: what everybody should say of it. */
  known_rating?: number;
  /** The same for its flaws. */
  known_artifacts?: number;
}

/** Images for a data set. */
export interface DatasetImportInput {
  /** Name of the data set for people; absent: as it is, or its id. */
  name?: string;
  /** What is in it; absent: as it is. */
  description?: string;
  /** Up to 5000 images. */
  images: DatasetImage[];
}

/** The images can be rated. */
export interface DatasetImported {
  /** Images that are new. */
  imported?: number;
  /** Images that were there already, and stay as they were. */
  known?: number;
}

/** A time-out to lift. */
export interface DeleteTimeoutIPInput {
  /** An address, or a network such as 198.51.100.0/24. */
  ipaddr: string;
}

/** The team is gone. */
export interface DeletedTeam {
  /** Its id. */
  deleted_id?: string;
  /** Its name. */
  deleted_name?: string;
}

/** The worker is gone. */
export interface DeletedWorker {
  /** Its id. */
  deleted_id?: string;
  /** Its name. */
  deleted_name?: string;
}

/** One more source image of a remix. */
export interface ExtraSourceImage {
  /** A base64 image or the address of one. */
  image?: string;
  /** How much this image counts. */
  strength?: number;
}

/** A text that a workflow needs beside the prompt. */
export interface ExtraText {
  /** The text. */
  text?: string;
  /** What the workflow uses it for. */
  reference?: string;
}

/** An expression that prompts are looked through for. */
export interface FilterDetails {
  /** Its number. */
  id: string;
  /** The expression, in the syntax of RE2. */
  regex: string;
  /** 10: age, which has the replacements as well; 11: more of it; 20: lewdness. The others are kept and not used. */
  filter_type: number;
  /** What it is for. */
  description?: string;
  /** What a prompt that is rewritten gets in place of a match. */
  replacement?: string;
  /** Who wrote or changed it last, as name#id. */
  user: string;
}

/** What the filters say of a prompt. */
export interface FilterPromptSuspicion {
  /** From 2 on the prompt would be refused or rewritten. */
  suspicion: string;
  /** What the filters found. */
  matches?: string[];
}

/** The filters of a type as one expression. */
export interface FilterRegex {
  /** 10: age, which has the replacements as well; 11: more of it; 20: lewdness. The others are kept and not used. */
  filter_type: number;
  /** All its expressions in one; absent: there are none. */
  regex: string;
}

/** A prompt to try the filters on. */
export interface FilterTestInput {
  /** The prompt to look through. */
  prompt: string;
  /** Only with the filters of this type. */
  filter_type?: number;
}

/** Why no worker can take a form now. An addition of OpenHorde. */
export interface FormReasons extends RequestReasons {
  /** The form. */
  form?: 'caption' | 'interrogation' | 'nsfw' | 'vectorize' | 'palette' | 'describe' | 'aesthetic' | 'GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer';
}

/** A result. */
export interface Generation {
  /** The worker that made it. */
  worker_id?: string;
  /** Its name. */
  worker_name?: string;
  /** The model used. */
  model?: string;
  /** Always ok for images; look at censored instead. */
  state: 'ok' | 'censored' | 'csam';
}

/** A text request. */
export interface GenerationInputKobold {
  /** What to go on from. */
  prompt?: string;
  params?: ModelGenerationInputKobold;
  /** The name of a soft prompt that the worker must have. */
  softprompt?: string;
  /** Only workers of trusted users. */
  trusted_workers?: boolean;
  /** Only workers whose software is known to answer faithfully. */
  validated_backends?: boolean;
  /** Slow workers may serve it; false needs kudos up front. */
  slow_workers?: boolean;
  /** Only these workers; the first 5 count. */
  workers?: string[];
  /** All workers but those named. */
  worker_blacklist?: boolean;
  /** One of these models; an empty list: any. */
  models?: string[];
  /** Only say what it would cost. */
  dry_run?: boolean;
  /** The account of a service that the request is made for; services only. */
  proxied_account?: string;
  /** A text request takes none. */
  extra_source_images?: ExtraSourceImage[];
  /** One text for each job; for n above 1 trusted users and patrons only. */
  disable_batching?: boolean;
  /** Make it shorter rather than refuse it for lack of kudos. */
  allow_downgrade?: boolean;
  /** An https address that each result is posted to. */
  webhook?: string;
  /** Id or name of a style or collection. */
  style?: string;
  /** Workers that call themselves extra slow may serve it. */
  extra_slow_workers?: boolean;
  /** The text may be unsafe for work; only workers that allow it will serve it. */
  nsfw?: boolean;
}

/** An image request. */
export interface GenerationInputStable {
  /** What to make. ### parts the prompt from the negative prompt. */
  prompt: string;
  params?: ModelGenerationInputStable;
  /** The image may be unsafe for work; only workers that allow it will serve it. */
  nsfw?: boolean;
  /** Only workers of trusted users. */
  trusted_workers?: boolean;
  /** Has no effect on images. */
  validated_backends?: boolean;
  /** Slow workers may serve it; false costs more and needs kudos up front. */
  slow_workers?: boolean;
  /** Workers that call themselves extra slow may serve it. */
  extra_slow_workers?: boolean;
  /** With nsfw false: unsafe images are replaced. */
  censor_nsfw?: boolean;
  /** Only these workers; the first 5 count. */
  workers?: string[];
  /** All workers but those named. */
  worker_blacklist?: boolean;
  /** One of these models; an empty list: any. */
  models?: string[];
  /** A base64 image or its address, for img2img and its like; empty: none. */
  source_image?: string;
  /** What to do with the source image. */
  source_processing?: 'img2img' | 'inpainting' | 'outpainting' | 'remix';
  /** A base64 image or its address: the part to paint over. */
  source_mask?: string;
  /** More images for a remix, at most 5. */
  extra_source_images?: ExtraSourceImage[];
  /** Answer an address to load the image from; false: the image itself as base64. */
  r2?: boolean;
  /** The image may go into a public data set. */
  shared?: boolean;
  /** A suspicious prompt is rewritten instead of refused. */
  replacement_filter?: boolean;
  /** Only say what it would cost. */
  dry_run?: boolean;
  /** The account of a service that the request is made for; services only. */
  proxied_account?: string;
  /** One image for each job; for n above 1 trusted users and patrons only. */
  disable_batching?: boolean;
  /** Make it smaller rather than refuse it for lack of kudos. */
  allow_downgrade?: boolean;
  /** An https address that each result is posted to. */
  webhook?: string;
  /** Id or name of a style or collection. */
  style?: string;
}

/** A text. */
export interface GenerationKobold extends Generation {
  /** The text. */
  text?: string;
  /** The seed that the worker reported. */
  seed?: number;
  /** Remarks of the worker. */
  gen_metadata?: GenerationMetadataKobold[];
}

/** A remark of the worker on its text. */
export interface GenerationMetadataKobold {
  /** What it is about. */
  type: 'censorship';
  /** What happened. */
  value: 'csam';
  /** Which one, or more about it. */
  ref?: string;
}

/** A remark of the worker on its result. */
export interface GenerationMetadataStable {
  /** What it is about. */
  type: 'lora' | 'ti' | 'censorship' | 'source_image' | 'source_mask' | 'extra_source_images' | 'batch_index' | 'information' | 'aesthetic_score';
  /** What happened. */
  value: 'download_failed' | 'parse_failed' | 'baseline_mismatch' | 'csam' | 'nsfw' | 'see_ref';
  /** Which one, or more about it. */
  ref?: string;
}

/** A text job, or none and why. */
export interface GenerationPayloadKobold {
  payload?: ModelPayloadKobold;
  /** The first job; null: there is none. */
  id?: string | null;
  /** All jobs of the batch. */
  ids?: string[];
  /** Messages to the worker. */
  messages?: ResponseModelMessagePop[];
  /** Seconds until the job is taken away. */
  ttl?: number | null;
  /** Always null. */
  extra_source_images?: ExtraSourceImage[] | null;
  skipped?: NoValidRequestFoundKobold;
  /** The soft prompt to use. */
  softprompt?: string | null;
  /** The model to use. */
  model?: string | null;
}

/** A job, or none and why. */
export interface GenerationPayloadStable {
  payload?: ModelPayloadStable;
  /** The first job; null: there is none. */
  id?: string | null;
  /** All jobs of the batch. */
  ids?: string[];
  /** Messages to the worker. */
  messages?: ResponseModelMessagePop[];
  /** Seconds until the job is taken away. */
  ttl?: number | null;
  skipped?: NoValidRequestFoundStable;
  /** The model to use. */
  model?: string | null;
  /** The address of the source image; null: text-to-image. */
  source_image?: string | null;
  /** What to do with the source image. */
  source_processing?: 'img2img' | 'inpainting' | 'outpainting' | 'remix';
  /** The address of the mask. */
  source_mask?: string | null;
  /** More images for a remix. */
  extra_source_images?: ExtraSourceImage[] | null;
  /** Where to put the first image. */
  r2_upload?: string | null;
  /** Where to put each image, in the order of ids. */
  r2_uploads?: string[] | null;
}

/** An image. */
export interface GenerationStable extends Generation {
  /** An address to load the image from, or the image as base64. */
  img?: string;
  /** The seed that makes it again. */
  seed?: string;
  /** The id of the job. */
  id?: string;
  /** It was replaced by a notice. */
  censored?: boolean;
  /** Remarks of the worker. */
  gen_metadata?: GenerationMetadataStable[];
}

/** The result was taken. */
export interface GenerationSubmitted {
  /** Kudos earned. */
  reward?: number;
}

/** A document of the operator, in the format that was asked for. */
export interface HordeDocument {
  /** The document as HTML. */
  html?: string;
  /** The document as Markdown. */
  markdown?: string;
}

/** Whether this node is well, for load balancers. */
export interface HordeHeartbeat {
  /** The state of this node. */
  message?: 'OK' | 'OVERLOADED' | 'DOWN';
  /** The version of the software. */
  version?: string;
  /** Calls that wait for a turn. */
  queue?: number;
  /** Calls that can run at a time. */
  threads?: number;
  /** Calls that run. */
  active_count?: number;
  /** The database answers. */
  db_connection?: boolean;
}

/** The modes of the horde. */
export interface HordeModes {
  /** No requests are taken. */
  maintenance_mode?: boolean;
  /** New workers are by invitation. */
  invite_only_mode?: boolean;
  /** Extra caution; moderators see it. */
  raid_mode?: boolean;
}

/** Changes to the modes of the horde. */
export interface HordeModesInput {
  /** Take no requests, and drop what waits; administrators only. */
  maintenance_mode?: boolean;
  /** New workers are by invitation. */
  invite_only_mode?: boolean;
  /** Extra caution. */
  raid_mode?: boolean;
}

/** How busy the horde is. */
export interface HordePerformance {
  /** Image jobs that wait or are at workers. */
  queued_requests?: number;
  /** Text jobs that wait or are at workers. */
  queued_text_requests?: number;
  /** Image workers online. */
  worker_count?: number;
  /** Text workers online. */
  text_worker_count?: number;
  /** Their threads. */
  thread_count?: number;
  /** Their threads. */
  text_thread_count?: number;
  /** Work of the image jobs. */
  queued_megapixelsteps?: number;
  /** Image work done in the last minute. */
  past_minute_megapixelsteps?: number;
  /** Alchemy forms that wait. */
  queued_forms?: number;
  /** Alchemists online. */
  interrogator_count?: number;
  /** Their threads. */
  interrogator_thread_count?: number;
  /** Work of the text jobs. */
  queued_tokens?: number;
  /** Text work done in the last minute. */
  past_minute_tokens?: number;
}

/** An address in time-out. */
export interface IPTimeout {
  /** An address, or a network such as 198.51.100.0/24. */
  ipaddr: string;
  /** How much longer. */
  seconds: number;
}

/** The rating was taken. */
export interface ImageRated {
  /** Kudos earned. */
  reward?: number;
  /** A sentence for people. */
  message?: string;
}

/** A rating of an image that was handed out. */
export interface ImageRatingInput {
  /** How good the image is: 1 the worst, 10 the best. */
  rating: number;
  /** How much its flaws disturb: 0 not at all, 5 so that it is ruined. */
  artifacts: number;
  /** How long the image was looked at, in milliseconds, where the client knows. */
  viewing_ms?: number;
}

/** An image that waits for your rating. */
export interface ImageToRate {
  /** The image; it stands in the path of its rating. */
  id?: string;
  /** Where the picture is. It may expire after half an hour. */
  url?: string;
  /** The data set that it belongs to. */
  dataset_id?: string;
}

/** How many images each model has made. */
export interface ImgModelStats {
  /** Images by model of the last day. */
  day?: Record<string, number>;
  /** Of the last 30 days. */
  month?: Record<string, number>;
  /** Of all time. */
  total?: Record<string, number>;
}

/** A collection of styles: a request by it takes one of them. */
export interface InputModelCollection {
  /** Its name, unlike that of every other collection of its owner. */
  name?: string;
  /** What it is about. */
  info?: string;
  /** It is listed; else only those who know its id or name find it. */
  public?: boolean;
  /** Its styles, anybody's: all for images or all for texts. */
  styles?: string[];
}

/** An image that shows what a style does. */
export interface InputStyleExamplePost {
  /** The https address of an image that the style made. */
  url?: string;
  /** It is shown before the others. */
  primary?: boolean;
}

/** The data of a state event: what status answers, and the progress of the form that is furthest. */
export interface InterrogationEvent extends InterrogationStatus {
  progress?: JobProgress | null;
}

/** The name of the form: what was found; for a post-processor, the address of the new image. */
export interface InterrogationFormResult {
  '*'?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** How far a form is, and its result when it is done. */
export interface InterrogationFormStatus {
  /** The form. */
  form?: 'caption' | 'interrogation' | 'nsfw' | 'vectorize' | 'palette' | 'describe' | 'aesthetic' | 'GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer';
  /** How far it is. */
  state?: 'waiting' | 'processing' | 'done' | 'cancelled' | 'faulted';
  result?: InterrogationFormResult;
  reasons?: RequestReasons;
}

/** A form to do. */
export interface InterrogationPopFormPayload {
  /** The id to hand the result in with. */
  id?: string;
  /** What to do. */
  form?: 'caption' | 'interrogation' | 'nsfw' | 'vectorize' | 'palette' | 'describe' | 'aesthetic' | 'GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer';
  payload?: ModelInterrogationFormPayloadStable;
  /** The address of the image. */
  source_image?: string;
  /** Where to put the new image; for post-processors alone. */
  r2_upload?: string;
}

/** What an alchemist says when it asks for forms. */
export interface InterrogationPopInput {
  /** The name of the worker; a new one registers it. */
  name?: string;
  /** Users whose requests go first; the owner always does. */
  priority_usernames?: string[];
  /** The forms that it can do now. */
  forms?: ('caption' | 'interrogation' | 'nsfw' | 'vectorize' | 'palette' | 'describe' | 'aesthetic' | 'GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer')[];
  /** The most forms at a time, of any requests. */
  amount?: number;
  /** The software of the worker as name:version:address. */
  bridge_agent?: string;
  /** How many forms it does at a time. */
  threads?: number;
  /** The largest image it takes, in tiles of 512 by 512 pixels. */
  max_tiles?: number;
  /** Only requests of users who have the kudos. */
  require_upfront_kudos?: boolean;
  /** Serves requests from VPN addresses. */
  allow_unsafe_ipaddr?: boolean;
}

/** Forms, or none and why. */
export interface InterrogationPopPayload {
  /** The forms to do; null: there are none. */
  forms?: InterrogationPopFormPayload[] | null;
  skipped?: NoValidInterrogationsFound;
  /** Messages to the worker, where there are any. */
  messages?: ResponseModelMessagePop[];
}

/** How far a request about an image is. */
export interface InterrogationStatus {
  /** How far the request is; partial: ended, and not all forms are done. */
  state?: 'waiting' | 'processing' | 'partial' | 'done' | 'faulted';
  /** The forms in the order of the request. */
  forms?: InterrogationFormStatus[];
}

/** A result. R2 as a value stands for the image that was put to the address of the pop. */
export interface InterrogationSubmitInput {
  /** The form. */
  id: string;
  result: InterrogationFormResult;
  /** faulted gives the form back; anything else: it is done. */
  state?: string;
}

/** How far the job at the worker is. */
export interface JobProgress {
  /** The step reached. */
  step: number;
  /** All steps. */
  steps: number;
  /** What is being done, such as load, sample, decode. */
  stage?: string | null;
}

/** What a worker reports while it works. */
export interface JobProgressInput {
  /** The job. */
  id: string;
  /** The step reached. */
  step: number;
  /** All steps. */
  steps: number;
  /** What is being done, such as load, sample, decode. */
  stage?: string;
}

/** The report was taken. */
export interface JobProgressTaken {
  /** Nobody waits for this job any more: stop. */
  cancelled: boolean;
}

/** A key of an account, without the key itself, which nobody can read again. */
export interface KeyDetails {
  /** Its id; not the key. */
  id?: string;
  /** What it is for. */
  label?: string;
  /** What it may be used for. all: everything; generate: requests; worker: workers; read: looking. Each may look. */
  scope?: 'all' | 'generate' | 'worker' | 'read';
  /** The key that the account was made with, or that was given in its place. */
  main?: boolean;
  /** When it was made. */
  created?: string;
  /** When it was used last, to a minute; absent: never. */
  last_used?: string;
}

/** A key to make. */
export interface KeyInput {
  /** What it is for, so that one can tell it from others. */
  label?: string;
  /** What it may be used for. all: everything; generate: requests; worker: workers; read: looking. Each may look. */
  scope?: 'all' | 'generate' | 'worker' | 'read';
}

/** The keys of an account. */
export interface KeyList {
  /** The oldest first. */
  keys?: KeyDetails[];
}

/** An award of kudos. */
export interface KudosAwardInput {
  /** Who gets them: name#id, or the id alone. */
  username: string;
  /** How many kudos. */
  amount?: number;
}

/** The kudos are with their receiver. */
export interface KudosAwarded {
  /** How many kudos were given. */
  awarded?: number;
}

/** The movements of an account. */
export interface KudosLedger {
  /** The latest first. */
  movements?: KudosMovement[];
  /** Ask with before=next for the page after this one; absent: this was the last. */
  next?: number;
}

/** One movement of kudos. */
export interface KudosMovement {
  /** Its number, larger for later ones. */
  id?: number;
  /** When they moved. */
  created?: string;
  /** Where: what can be spent, or what is held back until the user is trusted. */
  account?: 'balance' | 'escrow';
  /** What for. floor: created, because a balance never falls below its least value. */
  cause?: 'generation' | 'usage' | 'tax' | 'uptime' | 'escrow' | 'promotion' | 'admin' | 'transfer' | 'award' | 'monthly' | 'style' | 'rating' | 'floor';
  /** How many; negative: away from the account. */
  amount?: number;
  /** What was in the account afterwards. */
  balance?: number;
  /** The event that they belong to, such as settle:<job> or activate:<request>. */
  event?: string;
  /** Of a transfer: the other side, as name#id. */
  other?: string;
}

/** A gift of kudos. */
export interface KudosTransferInput {
  /** Who gets them: name#id, the id alone, or a shared key. */
  username: string;
  /** How many kudos. */
  amount?: number;
}

/** The kudos are with their receiver. */
export interface KudosTransferred {
  /** How many kudos went over. */
  transferred?: number;
}

/** A new key. */
export interface MadeKey extends KeyDetails {
  /** The key itself. It is shown this once. */
  key?: string;
}

/** The parameters of a text request. */
export type ModelGenerationInputKobold = ModelPayloadRootKobold;

/** The parameters of an image request. */
export interface ModelGenerationInputStable extends ModelPayloadRootStable {
  /** Sampling steps; 20 is the default with a control_type, and 40 the most. */
  steps?: number;
  /** How many images. */
  n?: number;
}

/** Wishes about a form, handed to the worker as texts. */
export interface ModelInterrogationFormPayloadStable {
  '*'?: Record<string, string>;
  [key: string]: unknown;
}

/** One thing to do with the image. */
export interface ModelInterrogationFormStable {
  /** What to find out about the image, or a post-processor to apply to it. */
  name: 'caption' | 'interrogation' | 'nsfw' | 'vectorize' | 'palette' | 'describe' | 'aesthetic' | 'GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer';
  payload?: ModelInterrogationFormPayloadStable;
}

/** A request about an image. */
export interface ModelInterrogationInputStable {
  /** What to do with the image; a name that is there twice counts once. */
  forms?: ModelInterrogationFormStable[];
  /** The address of an image, or the image as base64. */
  source_image?: string;
  /** Only workers of trusted users. */
  trusted_workers?: boolean;
  /** Slow workers may serve it. */
  slow_workers?: boolean;
  /** An https address that each result is posted to. */
  webhook?: string;
}

/** What to write. */
export interface ModelPayloadKobold extends ModelPayloadRootKobold {
  /** What to go on from. */
  prompt?: string;
}

/** A LoRA to lay over the model. */
export interface ModelPayloadLorasStable {
  /** File or page id of the LoRA, or its version id when is_version is set. */
  name: string;
  /** Strength on the model. */
  model?: number;
  /** Strength on the text encoder. */
  clip?: number;
  /** A trigger word to add to the prompt; any: the first one of the LoRA. */
  inject_trigger?: string;
  /** The name is the id of one version of the LoRA. */
  is_version?: boolean;
}

/** What request and job have in common. */
export interface ModelPayloadRootKobold extends ModelPayloadStyleKobold {
  /** How many texts; 1 when absent. */
  n?: number;
  /** The most tokens that are read: prompt and answer together. */
  max_context_length?: number;
  /** The most tokens that are written. */
  max_length?: number;
}

/** What request and job have in common. */
export interface ModelPayloadRootStable extends ModelPayloadStyleStable {
  /** Digits, or any text that is turned into a number; empty or absent: random. */
  seed?: string;
  /** Step from the seed of one image to the next. */
  seed_variation?: number;
  /** Noise schedule; goes before karras, and all but normal and karras need workers that know it. Newer than the published schema. */
  scheduler?: 'normal' | 'karras' | 'exponential' | 'sgm_uniform' | 'simple' | 'ddim_uniform' | 'beta' | 'linear_quadratic' | 'kl_optimal';
  /** A place in the batch that the seed makes, from 0: of a request the one image that is wanted (with a seed and n 1), of a job its first image. An addition of OpenHorde. */
  batch_index?: number;
  /** ControlNet that reads the source image. */
  control_type?: 'canny' | 'hed' | 'depth' | 'normal' | 'openpose' | 'seg' | 'scribble' | 'fakescribbles' | 'hough';
  /** The source image is a control map already. */
  image_is_control?: boolean;
  /** Answer the control map instead of an image. */
  return_control_map?: boolean;
  /** Texts for the workflow. */
  extra_texts?: ExtraText[];
}

/** What to make. */
export interface ModelPayloadStable extends ModelPayloadRootStable {
  /** The prompt, with the negative one after ###. */
  prompt?: string;
  /** Sampling steps. */
  ddim_steps?: number;
  /** How many images: the batch. */
  n_iter?: number;
  /** Replace images that are unsafe for work. */
  use_nsfw_censor?: boolean;
}

/** What a style may fix about a text. */
export interface ModelPayloadStyleKobold {
  /** Put a space in front of the answer where the prompt ends without one. */
  frmtadsnsp?: boolean;
  /** Leave out empty lines. */
  frmtrmblln?: boolean;
  /** Leave out special characters. */
  frmtrmspch?: boolean;
  /** Leave out the last sentence when it breaks off. */
  frmttriminc?: boolean;
  /** How strongly repetition is avoided; 1: not at all. */
  rep_pen?: number;
  /** So many tokens back count as repetition. */
  rep_pen_range?: number;
  /** How much more near tokens count than far ones. */
  rep_pen_slope?: number;
  /** One line only. */
  singleline?: boolean;
  /** How daring the choice of tokens is. */
  temperature?: number;
  /** Tail-free sampling; 1: off. */
  tfs?: number;
  /** Top-a sampling; 0: off. */
  top_a?: number;
  /** Only the so many likeliest tokens; 0: all. */
  top_k?: number;
  /** Only the likeliest tokens that have so much of the probability. */
  top_p?: number;
  /** Typical sampling; 1: off. */
  typical?: number;
  /** All of 0 to 6, in the order in which they are used. */
  sampler_order?: number[];
  /** Leave out the tokens that the worker leaves out by default. */
  use_default_badwordsids?: boolean;
  /** The answer ends where one of these comes; at most 128, and 2000 characters together. */
  stop_sequence?: string[];
  /** Only tokens with so much of the probability of the likeliest one. */
  min_p?: number;
  /** Quadratic sampling; 0: off. */
  smoothing_factor?: number;
  /** How far the temperature may move with the certainty of the model; 0: off. */
  dynatemp_range?: number;
  /** How it moves. */
  dynatemp_exponent?: number;
}

/** What a style may fix about an image. */
export interface ModelPayloadStyleStable {
  /** Sampler. */
  sampler_name?: 'k_lms' | 'k_heun' | 'k_euler' | 'k_euler_a' | 'k_dpm_2' | 'k_dpm_2_a' | 'k_dpm_fast' | 'k_dpm_adaptive' | 'k_dpmpp_2s_a' | 'k_dpmpp_2m' | 'dpmsolver' | 'k_dpmpp_sde' | 'DDIM' | 'lcm';
  /** How strictly the prompt is followed; at most two decimals. */
  cfg_scale?: number;
  /** How far the source image may be left behind. */
  denoising_strength?: number;
  /** Denoising of the second pass of hires_fix. */
  hires_fix_denoising_strength?: number;
  /** Height in pixels. */
  height?: number;
  /** Width in pixels. */
  width?: number;
  /** Post-processors in order, at most one upscaler among them. */
  post_processing?: ('GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer')[];
  /** Karras noise schedule. */
  karras?: boolean;
  /** Edges that fit together. */
  tiling?: boolean;
  /** Compose small first, then refine at the full size. */
  hires_fix?: boolean;
  /** Layers of the text encoder to leave out, counted from the end; 1: none. */
  clip_skip?: number;
  /** Strength of the face fixers. */
  facefixer_strength?: number;
  /** At most 5. */
  loras?: ModelPayloadLorasStable[];
  /** At most 20. */
  tis?: ModelPayloadTextualInversionsStable[];
  special?: ModelSpecialPayloadStable;
  /** A prepared way of making the image. */
  workflow?: 'qr_code';
  /** A transparent background (Stable Diffusion 1 and XL). */
  transparent?: boolean;
}

/** A textual inversion to load. */
export interface ModelPayloadTextualInversionsStable {
  /** File or page id of the textual inversion. */
  name: string;
  /** Write it into this prompt; absent: the prompt names it itself. */
  inject_ti?: 'prompt' | 'negprompt';
  /** Weight in the prompt that it is written into. */
  strength?: number;
}

/** Free content for special models; special users only. */
export interface ModelSpecialPayloadStable {
  '*'?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** A new text style. */
export interface ModelStyleInputKobold {
  /** Its name, unlike that of every other style of its owner. */
  name: string;
  /** What it is good for. */
  info?: string;
  /** The prompt, with {p} where the text of the user goes. */
  prompt?: string;
  /** It is listed; else only those who know its id or name find it. */
  public?: boolean;
  /** What it makes may be unsafe for work. */
  nsfw?: boolean;
  params?: ModelStyleInputParamsKobold;
  /** Words to find it by, at most 10. */
  tags?: string[];
  /** The models that it is made for: 1 to 5; one of them serves. */
  models?: string[];
  /** The id of a shared key that pays for requests by this style. Taken by the original, not published. */
  sharedkey?: string;
}

/** The parameters of a text style. */
export type ModelStyleInputParamsKobold = ModelPayloadStyleKobold;

/** The parameters of an image style. */
export interface ModelStyleInputParamsStable extends ModelStyleInputParamsStableNoDefaults {
  /** Sampling steps. */
  steps?: number;
}

/** What a style fixes about an image; what it leaves out stays open. */
export interface ModelStyleInputParamsStableNoDefaults {
  /** Sampler. */
  sampler_name?: 'k_lms' | 'k_heun' | 'k_euler' | 'k_euler_a' | 'k_dpm_2' | 'k_dpm_2_a' | 'k_dpm_fast' | 'k_dpm_adaptive' | 'k_dpmpp_2s_a' | 'k_dpmpp_2m' | 'dpmsolver' | 'k_dpmpp_sde' | 'DDIM' | 'lcm';
  /** How strictly the prompt is followed; at most two decimals. */
  cfg_scale?: number;
  /** How far the source image may be left behind. */
  denoising_strength?: number;
  /** Denoising of the second pass of hires_fix. */
  hires_fix_denoising_strength?: number;
  /** Height in pixels. */
  height?: number;
  /** Width in pixels. */
  width?: number;
  /** Post-processors in order, at most one upscaler among them. */
  post_processing?: ('GFPGAN' | 'RealESRGAN_x4plus' | 'RealESRGAN_x2plus' | 'RealESRGAN_x4plus_anime_6B' | 'NMKD_Siax' | '4x_AnimeSharp' | 'CodeFormers' | 'strip_background' | '4xNomos8kSC' | '4xLSDIRplus' | '4xNomosWebPhoto_RealPLKSR' | '4xNomos2_realplksr_dysample' | '4xNomos2_hq_dat2' | '2xModernSpanimationV1' | 'GFPGANv1.3' | 'RestoreFormer')[];
  /** Karras noise schedule. */
  karras?: boolean;
  /** Edges that fit together. */
  tiling?: boolean;
  /** Compose small first, then refine at the full size. */
  hires_fix?: boolean;
  /** Layers of the text encoder to leave out, counted from the end; 1: none. */
  clip_skip?: number;
  /** Strength of the face fixers. */
  facefixer_strength?: number;
  /** At most 5. */
  loras?: ModelPayloadLorasStable[];
  /** At most 20. */
  tis?: ModelPayloadTextualInversionsStable[];
  special?: ModelSpecialPayloadStable;
  /** A prepared way of making the image. */
  workflow?: 'qr_code';
  /** A transparent background (Stable Diffusion 1 and XL). */
  transparent?: boolean;
}

/** A new image style. */
export interface ModelStyleInputStable {
  /** Its name, unlike that of every other style of its owner. */
  name: string;
  /** What it is good for. */
  info?: string;
  /** The prompt, with {p} where the words of the user go and {np} where his negative ones do. */
  prompt?: string;
  /** It is listed; else only those who know its id or name find it. */
  public?: boolean;
  /** What it makes may be unsafe for work. */
  nsfw?: boolean;
  params?: ModelStyleInputParamsStable;
  /** Words to find it by, at most 10. */
  tags?: string[];
  /** The models that it is made for: 1 to 5; one of them serves. */
  models?: string[];
  /** The id of a shared key that pays for requests by this style. */
  sharedkey?: string;
}

/** Changes to a text style; what is left out stays. */
export interface ModelStylePatchKobold {
  /** A new name. */
  name?: string;
  /** What it is good for. */
  info?: string;
  /** The prompt, with {p} where the text of the user goes. */
  prompt?: string;
  /** It is listed. */
  public?: boolean;
  /** What it makes may be unsafe for work. */
  nsfw?: boolean;
  params?: ModelStyleInputParamsKobold;
  /** Words to find it by, at most 10. */
  tags?: string[];
  /** The models that it is made for: 1 to 5; one of them serves. */
  models?: string[];
  /** The id of a shared key that pays for requests by this style. Taken by the original, not published. */
  sharedkey?: string;
}

/** Changes to an image style; what is left out stays. */
export interface ModelStylePatchStable {
  /** A new name. */
  name?: string;
  /** What it is good for. */
  info?: string;
  /** The prompt, with {p} and {np}. */
  prompt?: string;
  /** It is listed. */
  public?: boolean;
  /** What it makes may be unsafe for work. */
  nsfw?: boolean;
  params?: ModelStyleInputParamsStable;
  /** Words to find it by, at most 10. */
  tags?: string[];
  /** The models that it is made for: 1 to 5; one of them serves. */
  models?: string[];
  /** The id of a shared key that pays for requests by this style. */
  sharedkey?: string;
}

/** A team as it was made or changed. */
export interface ModifyTeam {
  /** Its id. */
  id?: string;
  /** As it is now. */
  name?: string;
  /** As it is now. */
  info?: string;
}

/** Changes to a team. */
export interface ModifyTeamInput {
  /** A new name. */
  name?: string;
  /** What to say about it. */
  info?: string;
}

/** What was changed. */
export interface ModifyUser {
  /** The balance now. */
  new_kudos?: number;
  /** As it is now. */
  concurrency?: number;
  /** As it is now. */
  usage_multiplier?: number;
  /** As it is now. */
  worker_invited?: number;
  /** As it is now. */
  moderator?: boolean;
  /** As it is now. */
  public_workers?: boolean;
  /** As it is now. */
  username?: string;
  /** The allowance now. */
  monthly_kudos?: number;
  /** As it is now. */
  trusted?: boolean;
  /** As it is now. */
  flagged?: boolean;
  /** As it is now. */
  customizer?: boolean;
  /** As it is now. */
  vpn?: boolean;
  /** As it is now. */
  service?: boolean;
  /** As it is now. */
  education?: boolean;
  /** As it is now. */
  special?: boolean;
  /** The mark of deletion is gone. */
  undeleted?: boolean;
  /** Points of suspicion now. */
  new_suspicion?: number;
  /** As it is now. */
  contact?: string;
  /** As it is now. */
  admin_comment?: string;
  /** The new passkey, for the service alone. */
  proxy_passkey?: string;
}

/** Changes to a user: all of them or none. */
export interface ModifyUserInput {
  /** Kudos to give; negative: to take. Administrators only. */
  kudos?: number;
  /** How many jobs may wait at a time. Moderators only. */
  concurrency?: number;
  /** What is used counts so many times. Administrators only. */
  usage_multiplier?: number;
  /** How many workers he may have while workers are by invitation. Moderators only. */
  worker_invited?: number;
  /** A moderator, and trusted. Administrators only. */
  moderator?: boolean;
  /** Everybody may see whose the workers are. */
  public_workers?: boolean;
  /** Kudos each month to add to the allowance; what is added comes at once. Administrators only. */
  monthly_kudos?: number;
  /** A new name, 30 characters at most. */
  username?: string;
  /** Trusted; his workers go on. Moderators only. */
  trusted?: boolean;
  /** Under suspicion. Moderators only. */
  flagged?: boolean;
  /** May offer models of his own and make styles. Moderators only. */
  customizer?: boolean;
  /** May run workers behind a VPN. Moderators only. */
  vpn?: boolean;
  /** A service that acts for accounts of its own. Moderators only. */
  service?: boolean;
  /** An account for teaching. Moderators only. */
  education?: boolean;
  /** May use special models. Moderators only. */
  special?: boolean;
  /** Take the mark of deletion back, whatever the value. */
  undelete?: boolean;
  /** Not looked at. */
  filtered?: boolean;
  /** Forget all suspicions, whatever the value. Moderators only. */
  reset_suspicion?: boolean;
  /** Make a new passkey, whatever the value. For services. */
  generate_proxy_passkey?: boolean;
  /** How to reach him. */
  contact?: string;
  /** A note of the moderators. */
  admin_comment?: string;
}

/** What was changed. */
export interface ModifyWorker {
  /** As it is now. */
  maintenance?: boolean;
  /** As it is now. */
  paused?: boolean;
  /** As it is now. */
  info?: string;
  /** As it is now. */
  name?: string;
  /** The name of the team, or None. */
  team?: string;
}

/** Changes to a worker. */
export interface ModifyWorkerInput {
  /** Serve only the owner. */
  maintenance?: boolean;
  /** What the worker is told then; at most 300 characters. */
  maintenance_msg?: string;
  /** Give it no real jobs; moderators only. */
  paused?: boolean;
  /** What the owner says about it. */
  info?: string;
  /** A new name. */
  name?: string;
  /** The id of a team; empty: leave the team. */
  team?: string;
}

/** Kudos that come every month. */
export interface MonthlyKudos {
  /** Each month. */
  amount?: number;
  /** When they last came. */
  last_received?: string;
}

/** A piece of news. */
export interface Newspiece {
  /** YYYY-MM-DD. */
  date_published?: string;
  /** The news, as Markdown. */
  newspiece?: string;
  /** Information, Workers … */
  importance?: string;
  /** What it is about. */
  tags?: string[];
  /** Its title. */
  title?: string;
  /** Where there is more. */
  more_info_urls?: string[];
}

/** How many waiting forms were passed over, and why. */
export interface NoValidInterrogationsFound {
  /** They want other workers. */
  worker_id?: number;
  /** They want trusted workers. */
  untrusted?: number;
  /** They need a newer worker software. */
  bridge_version?: number;
}

/** How many waiting requests were passed over, and why. */
export interface NoValidRequestFound {
  /** They want other workers. */
  worker_id?: number;
  /** They want faster workers. */
  performance?: number;
  /** They may be unsafe for work. */
  nsfw?: number;
  /** Their prompt has a word of the blacklist. */
  blacklist?: number;
  /** They want trusted workers. */
  untrusted?: number;
  /** They want other models. */
  models?: number;
  /** They need a newer worker software. */
  bridge_version?: number;
  /** Their user lacks the kudos. */
  kudos?: number;
}

/** How many waiting text requests were passed over, and why. */
export interface NoValidRequestFoundKobold extends NoValidRequestFound {
  /** They want more to be read. */
  max_context_length?: number;
  /** They want longer texts. */
  max_length?: number;
  /** They want a soft prompt that the worker lacks. */
  matching_softprompt?: number;
}

/** How many waiting image requests were passed over, and why. */
export interface NoValidRequestFoundStable extends NoValidRequestFound {
  /** They want larger images. */
  max_pixels?: number;
  /** They want more steps. */
  step_count?: number;
  /** They come from a VPN address. */
  unsafe_ip?: number;
  /** They have a source image. */
  img2img?: number;
  /** They want inpainting or outpainting. */
  painting?: number;
  /** They want post-processing. */
  'post-processing'?: number;
  /** They want LoRAs. */
  lora?: number;
  /** They want ControlNet. */
  controlnet?: number;
}

/** Changes to a filter; an empty text changes nothing. */
export interface PatchExistingFilter {
  /** Another expression. */
  regex?: string;
  /** Another type. */
  filter_type?: number;
  /** Another description. */
  description?: string;
  /** Another replacement. */
  replacement?: string;
}

/** What any worker says when it asks for a job. */
export interface PopInput {
  /** The name of the worker; a new one registers it. */
  name?: string;
  /** Users whose requests go first; the owner always does. */
  priority_usernames?: string[];
  /** Serves requests that may be unsafe for work. */
  nsfw?: boolean;
  /** The models it can serve now; the first 300 count. */
  models?: string[];
  /** The software of the worker as name:version:address. */
  bridge_agent?: string;
  /** How many jobs it does at a time. */
  threads?: number;
  /** Only requests of users who have the kudos. */
  require_upfront_kudos?: boolean;
  /** The most jobs of one request at a time. */
  amount?: number;
  /** It is far slower than most; it gets more time and only requests that allow it. */
  extra_slow_worker?: boolean;
}

/** What a text worker says when it asks for a job. */
export interface PopInputKobold extends PopInput {
  /** The most tokens it writes. */
  max_length?: number;
  /** The most tokens it reads: prompt and answer together. */
  max_context_length?: number;
  /** The soft prompts it has; 200 count. */
  softprompts?: string[];
  /** Words in prompts that it does not serve; at most 200. */
  blacklist?: string[];
  /** Serves requests from VPN addresses. */
  allow_unsafe_ipaddr?: boolean;
}

/** What an image worker says when it asks for a job. */
export interface PopInputStable extends PopInput {
  /** The largest image it makes: width times height. */
  max_pixels?: number;
  /** Words in prompts that it does not serve; at most 200. */
  blacklist?: string[];
  /** Serves source images. */
  allow_img2img?: boolean;
  /** Serves inpainting and outpainting. */
  allow_painting?: boolean;
  /** Serves requests from VPN addresses. */
  allow_unsafe_ipaddr?: boolean;
  /** Serves post-processing. */
  allow_post_processing?: boolean;
  /** Serves ControlNet. */
  allow_controlnet?: boolean;
  /** Serves the QR code workflow on SDXL, and transparency. */
  allow_sdxl_controlnet?: boolean;
  /** Serves LoRAs. */
  allow_lora?: boolean;
  /** Skips requests with more steps than is usual for their model. */
  limit_max_steps?: boolean;
  /** Values of scheduler that it understands. */
  schedulers?: ('normal' | 'karras' | 'exponential' | 'sgm_uniform' | 'simple' | 'ddim_uniform' | 'beta' | 'linear_quadratic' | 'kl_optimal')[];
}

/** A new filter. */
export interface PutNewFilter {
  /** The expression, in the syntax of RE2: without looking around and back. */
  regex: string;
  /** 10: age, which has the replacements as well; 11: more of it; 20: lewdness. The others are kept and not used. */
  filter_type: number;
  /** What it is for. */
  description?: string;
  /** What a prompt that is rewritten gets in place of a match. */
  replacement?: string;
}

/** How an account rates, for moderators. */
export interface RaterDetails {
  /** Ratings of images that were handed out to the account. */
  ratings?: number;
  /** Those of the last hour. */
  ratings_past_hour?: number;
  /** The same for each minute. */
  ratings_per_minute_past_hour?: number;
  /** Ratings of images that enough others had rated before. */
  compared?: number;
  /** Those that were far from the mean of the others. */
  suspect_divergences?: number;
  /** Images with a known answer that it was shown and rated. */
  known_images?: number;
  /** Those that it rated far from the known answer. */
  known_images_failed?: number;
  /** Wrong answers to challenges. */
  captchas_failed?: number;
  /** Ratings too fast to have looked, or always the same ones, since its last challenge. */
  oddities?: number;
  /** good; watched: challenged more often; distrusted: its ratings count for nothing. */
  standing?: string;
}

/** Work for a computer, which a person does not notice and a crowd of bots does. */
export interface RatingChallenge {
  /** The challenge. It is good for one answer of the account that asked for it. */
  id?: string;
  /** sha256: look for a text whose hash sha256(id + ":" + text) begins with that many zero bits. */
  algorithm?: string;
  /** How many zero bits the hash must begin with. */
  difficulty?: number;
  /** Seconds until it is void. */
  expires_in?: number;
}

/** The answer to a challenge. */
export interface RatingChallengeInput {
  /** The challenge. */
  id: string;
  /** The text that was found. */
  solution: string;
}

/** A set of images that are rated. */
export interface RatingDataset {
  /** Its name in paths. */
  id?: string;
  /** Its name for people. */
  name?: string;
  /** What is in it. */
  description?: string;
  /** How many images it holds. */
  images?: number;
}

/** One answer of the rated set, as a line of JSON or a row of Parquet. */
export interface RatingExportLine {
  /** Number of the answer, larger for later ones. */
  id?: number;
  /** The image. */
  image_id?: string;
  /** Its data set. */
  dataset_id?: string;
  /** Its address, where it was imported with one. */
  url?: string;
  /** The model that it was made with. */
  model?: string;
  /** The request that the image belongs to, where its requester rated it. */
  set_id?: string;
  /** A pseudonym: the same for all answers of an account, and nobody can tell whose it is. */
  rater?: string;
  /** 1 to 10; absent where the image was only named as the best of its set. */
  rating?: number;
  /** 0 to 5, where they were rated. */
  artifacts?: number;
  /** It was the best of its set. */
  best?: boolean;
  /** False: the rater is distrusted, or did not look. */
  counted?: boolean;
  /** When, as ISO 8601. */
  rated_at?: string;
}

/** A prompt that the filters refused. */
export interface RefusedPrompt {
  /** Its number, larger for later ones. */
  id?: number;
  /** When it was sent. */
  created?: string;
  /** Who sent it, as name#id. */
  user?: string;
  /** From where. */
  ipaddr?: string;
  /** The prompt as it was sent. */
  prompt?: string;
}

/** Prompts that the filters refused. */
export interface RefusedPrompts {
  /** The latest first. They are kept for 30 days. */
  prompts?: RefusedPrompt[];
  /** Ask with before=next for the page after this one; absent: this was the last. */
  next?: number;
}

/** The request is accepted. */
export interface RequestAsync {
  /** The id to ask after the request with. */
  id?: string;
  /** What the request is expected to cost. */
  kudos?: number;
  /** Something to tell the user, such as that no worker can serve it now. */
  message?: string;
  /** Each code at most once. */
  warnings?: RequestSingleWarning[];
  reasons?: RequestReasons;
}

/** How far one of several requests is. */
export interface RequestChecked extends RequestStatusCheck {
  /** The request. */
  id: string;
}

/** One thing that keeps workers from a request. */
export interface RequestConstraint {
  /** What the request asks for, as a word for programs: model_offered, size, lora, … */
  name?: string;
  /** The same for people, about the workers that it keeps away. */
  message?: string;
  /** Workers that it keeps away. */
  workers?: number;
  /** Those of them that nothing else keeps away. */
  alone?: number;
}

/** The call was refused. */
export interface RequestError {
  /** What went wrong and what to do, for people. */
  message?: string;
  /** What went wrong, for programs. */
  rc: 'MissingPrompt' | 'CorruptPrompt' | 'InvalidSize' | 'InvalidPromptSize' | 'TooManySteps' | 'ImageValidationFailed' | 'SourceImageResolutionExceeded' | 'SourceImageSizeExceeded' | 'SourceImageUrlInvalid' | 'SourceImageUnreadable' | 'InpaintingMissingMask' | 'SourceMaskUnnecessary' | 'UnsupportedSampler' | 'UnsupportedModel' | 'ControlNetUnsupported' | 'ControlNetSourceMissing' | 'ControlNetInvalidPayload' | 'ControlNetInpaintingMismatch' | 'ControlNetMismatch' | 'SourceImageRequiredForModel' | 'UnexpectedModelName' | 'TooManyUpscalers' | 'HiResMismatch' | 'HiResFixMismatch' | 'Img2ImgMismatch' | 'TilingMismatch' | 'TooManyLoras' | 'BadLoraVersion' | 'TooManyTIs' | 'BadCFGDecimals' | 'BadCFGNumber' | 'BadBatchIndex' | 'BetaAnonForbidden' | 'BetaComparisonFault' | 'SpecialFieldNeedsSpecialUser' | 'SpecialModelNeedsSpecialUser' | 'SpecialForbidden' | 'SpecialMissingUsername' | 'SpecialMissingPayload' | 'InvalidTransparencyModel' | 'InvalidTransparencyImg2Img' | 'InvalidTransparencyCN' | 'InvalidRemix' | 'InvalidRemixModel' | 'InvalidExtraSourceImages' | 'TooManyExtraSourceImages' | 'MoreThanMinExtraSourceImage' | 'InvalidExtraTexts' | 'MissingExtraTexts' | 'RequiresTrust' | 'KudosUpfront' | 'TooManyPrompts' | 'TooManyBytesWaiting' | 'QueueFull' | 'TextPromptTooLong' | 'NoValidWorkers' | 'NoValidActions' | 'MaintenanceMode' | 'RequestExpired' | 'RequestNotFound' | 'OnlyServiceAccountProxy' | 'BannedClientAgent' | 'BadClientAgent' | 'TokenOverflow' | 'MissingFullSamplerOrder' | 'TooManyStopSequences' | 'ExcessiveStopSequence' | 'NulByteInPayload' | 'ProcGenNotFound' | 'InvalidAestheticAttempt' | 'AestheticsNotCompleted' | 'AestheticsNotPublic' | 'AestheticsDuplicate' | 'AestheticsMissing' | 'AestheticsSolo' | 'AestheticsConfused' | 'AestheticsAlreadyExist' | 'AestheticsServerRejected' | 'AestheticsServerError' | 'AestheticsServerDown' | 'AestheticsServerTimeout' | 'InvalidAPIKey' | 'WrongCredentials' | 'NotAdmin' | 'NotModerator' | 'NotOwner' | 'NotPrivileged' | 'NotTrusted' | 'AnonForbidden' | 'AnonForbiddenWorker' | 'AnonForbiddenUserMod' | 'AnonForbiddenUser' | 'DeletedUser' | 'TimeoutIP' | 'UnsafeIP' | 'TooManyNewIPs' | 'UntrustedUnsafeIP' | 'KeyScopeInsufficient' | 'KeyNotFound' | 'SharedKeyInvalid' | 'SharedKeyEmpty' | 'SharedKeyExpired' | 'SharedKeyInsufficientKudos' | 'SharedKeyAssignedStyles' | 'BadRequest' | 'Forbidden' | 'Locked' | 'Profanity' | 'TooLong' | 'NameAlreadyExists' | 'WorkerNotFound' | 'ProfaneWorkerName' | 'ProfaneBridgeAgent' | 'ProfaneWorkerInfo' | 'TooLongWorkerName' | 'WorkerNameAlreadyExists' | 'PolymorphicNameConflict' | 'InvalidPriorityUsername' | 'InvalidJobID' | 'DuplicateGen' | 'AbortedGen' | 'InvalidResult' | 'WorkerMaintenance' | 'WorkerFlaggedMaintenance' | 'TooManySameIPs' | 'WorkerInviteOnly' | 'TooManyWorkers' | 'TooManyWorkersTrusted' | 'MessagesOnlyOwnWorkers' | 'WorkermessageNotFound' | 'NoWorkerModSelected' | 'UserNotFound' | 'ProfaneUserName' | 'ProfaneUserContact' | 'ProfaneAdminComment' | 'TooLongUserName' | 'NoUserModSelected' | 'CannotDeleteMod' | 'NotUserOrMod' | 'CannotWipeActiveUser' | 'UserNotDeleted' | 'NonServiceForbidden' | 'KudosValidationError' | 'TooFastKudosTransfers' | 'FaultWhenKudosSending' | 'SourceAccountFlagged' | 'EducationCannotSendKudos' | 'FaultWhenKudosReceiving' | 'TargetAccountFlagged' | 'NegativeKudosTransfer' | 'InvalidKudosTransferAmount' | 'IdempotencyKeyConflict' | 'KudosTransferNotEnough' | 'InvalidTargetUsername' | 'KudosTransferToAnon' | 'KudosTransferToSelf' | 'KudosTransferFromAnon' | 'NotAllowedAwards' | 'InvalidAwardUsername' | 'KudosAwardToAnon' | 'NoSharedKeyModSelected' | 'TeamNotFound' | 'TeamNameAlreadyExists' | 'ProfaneTeamName' | 'ProfaneTeamInfo' | 'UntrustedTeamCreation' | 'NoTeamModSelected' | 'FilterNotFound' | 'NoFilterModSelected' | 'NoHordeModSelected' | 'StyleNotFound' | 'CollectionNotFound' | 'Image styleNotFound' | 'Text styleNotFound' | 'Style exampleNotFound' | 'StylesAnonForbidden' | 'StylesRequiresCustomizer' | 'StylePromptMissingVars' | 'StyleMismatch' | 'StyleGetMistmatch' | 'TooManyStyleExamples' | 'ExampleURLAlreadyInUse' | 'RatingsClosed' | 'NoImageToRate' | 'RatingImageNotFound' | 'RatingDatasetNotFound' | 'RatingNotHandedOut' | 'RatingAlreadyExists' | 'RatingChallengeDue' | 'RatingChallengeFailed' | 'NoRatingsToExport' | 'TooManyRatings' | 'BodyTooLarge' | 'ServerBusy' | 'DatabaseAway' | 'StorageAway' | 'StorageFull';
}

/** The data of a state event: what check answers, and the progress of the job that is furthest. */
export interface RequestEvent extends RequestStatusCheck {
  progress?: JobProgress | null;
}

/** The request is accepted. */
export interface RequestInterrogationResponse {
  /** The id to ask after the request with. */
  id?: string;
  /** Something to tell the user, such as that no worker can serve it now. */
  message?: string;
  /** The forms that nobody can take now, and why. */
  reasons?: FormReasons[];
}

/** A JSON merge patch (RFC 7396) for the body of the request: fields with their new values, null for those to leave out. */
export interface RequestNearest {
  [key: string]: unknown;
}

/** Why no worker can take the request now. With nearest merged into it some worker could. An addition of OpenHorde. */
export interface RequestReasons {
  /** Workers that are there and could be asked. */
  workers?: number;
  /** What keeps them away, the dearest first. */
  constraints?: RequestConstraint[];
  nearest?: RequestNearest;
}

/** Something about the request that may not be meant. */
export interface RequestSingleWarning {
  /** What the warning is about. */
  code?: 'NoAvailableWorker' | 'ClipSkipMismatch' | 'StepsTooFew' | 'StepsTooMany' | 'CfgScaleMismatch' | 'CfgScaleTooSmall' | 'CfgScaleTooLarge' | 'SamplerMismatch' | 'SchedulerMismatch';
  /** The warning for people. */
  message?: string;
}

/** How far a request is. */
export interface RequestStatusCheck {
  /** Jobs that are done. */
  finished?: number;
  /** Jobs at workers. */
  processing?: number;
  /** Jobs that failed and went back. */
  restarted?: number;
  /** Jobs that nobody has taken. */
  waiting?: number;
  /** All jobs are done, or the request has failed. */
  done?: boolean;
  /** The request has failed. */
  faulted?: boolean;
  /** Expected seconds until it is done. */
  wait_time?: number;
  /** Place in the queue from 1; 0: nothing waits. */
  queue_position?: number;
  /** Kudos spent so far. */
  kudos?: number;
  /** Some worker online could serve it. */
  is_possible?: boolean;
  reasons?: RequestReasons;
}

/** How far a request is, and its texts. */
export interface RequestStatusKobold extends RequestStatusCheck {
  /** The texts that are done, in the order of their jobs. */
  generations?: GenerationKobold[];
}

/** How far a request is, and its images. */
export interface RequestStatusStable extends RequestStatusCheck {
  /** The images that are done, in no particular order. */
  generations?: GenerationStable[];
  /** They may go into a public data set. */
  shared?: boolean;
}

/** The call was refused; with errors (and then without rc) for its form. */
export interface RequestValidationError extends RequestError {
  /** Dotted path of a field: what is wrong with it. */
  errors?: Record<string, string>;
}

/** Requests to look at in one call. */
export interface RequestsCheckInput {
  /** Up to 100 requests. */
  ids: string[];
}

/** How far several requests are. */
export interface RequestsChecked {
  /** Those that are there, in the order of the call. */
  requests: RequestChecked[];
  /** Ids that no request has, or that have expired. */
  missing: string[];
}

/** A collection of styles. */
export interface ResponseModelCollection {
  /** The id of the collection. */
  id?: string;
  /** Its name. */
  name?: string;
  /** What its styles are for. */
  type?: 'image' | 'text';
  /** What it is about. */
  info?: string;
  /** It is listed. */
  public?: boolean;
  /** Its styles. */
  styles?: ResponseModelStylesShort[];
  /** How many requests have used it. */
  use_count?: number;
}

/** A message to one worker or to all. */
export interface ResponseModelMessage {
  /** The worker; absent: all workers. */
  worker_id?: string;
  /** The message. */
  message: string;
  /** Who it is from. */
  origin?: string;
  /** Written: hours until it ends. Read: the date when it ends. */
  expiry?: number;
  /** The message. */
  id?: string;
  /** The id of its author. */
  user_id?: string;
  /** When it was written. */
  created?: string;
}

/** A message to the worker. */
export interface ResponseModelMessagePop {
  /** The id of the message. */
  id: string;
  /** The message. */
  message: string;
  /** Who it is from. */
  origin?: string;
  /** When it ends. */
  expiry: string;
}

/** A style in brief. */
export interface ResponseModelStylesShort {
  /** As user#id::style::name. */
  name?: string;
  /** The id of the style. */
  id?: string;
}

/** A style of a user. */
export interface ResponseModelStylesUser extends ResponseModelStylesShort {
  /** What it is for. */
  type?: 'image' | 'text';
}

/** A shared key. */
export interface SharedKeyDetails {
  /** The key itself: whoever knows it may use it. */
  id?: string;
  /** The owner, as name#id. */
  username?: string;
  /** What it is for. */
  name?: string;
  /** What is left of it; -1: without limit, 0: used up. */
  kudos?: number;
  /** When it ends; absent: never. */
  expiry?: string;
  /** Kudos spent with it so far. */
  utilized?: number;
  /** Width times height of an image at most; -1: any. */
  max_image_pixels?: number;
  /** Steps of an image at most; -1: any. */
  max_image_steps?: number;
  /** Tokens of a text at most; -1: any. */
  max_text_tokens?: number;
}

/** What a shared key may do. */
export interface SharedKeyInput {
  /** What may be spent with it; -1: all that the owner has. */
  kudos?: number;
  /** Days until it ends; -1: never. */
  expiry?: number;
  /** What it is for. */
  name?: string;
  /** Width times height of an image at most; -1: any. */
  max_image_pixels?: number;
  /** Steps of an image at most; -1: any. */
  max_image_steps?: number;
  /** Tokens of a text at most; -1: any. */
  max_text_tokens?: number;
}

/** One use of a shared key. */
export interface SharedKeyUse {
  /** Its number, larger for later ones. */
  id?: number;
  /** When it was charged. */
  created?: string;
  /** The request that was made with the key. */
  request_id?: string;
  /** The job that was charged; absent: the tax of the request. */
  job_id?: string;
  /** What was asked for. */
  type?: 'image' | 'text' | 'interrogation';
  /** What was charged. */
  kudos?: number;
  /** What was left of the key then; absent: it has no limit. */
  left?: number;
}

/** What a shared key was used for. Kept for 90 days. */
export interface SharedKeyUses {
  /** The latest first. */
  uses?: SharedKeyUse[];
  /** Ask with before=next for the page after this one; absent: this was the last. */
  next?: number;
}

/** Done. */
export interface SimpleResponse {
  /** OK */
  message: string;
}

/** Images of one period. */
export interface SinglePeriodImgStat {
  /** Images delivered. */
  images?: number;
  /** Their pixelsteps. */
  ps?: number;
}

/** Texts of one period. */
export interface SinglePeriodTxtStat {
  /** Texts delivered. */
  requests?: number;
  /** Their tokens. */
  tokens?: number;
}

/** Images of the last minute, hour, day and 30 days, and of all time. */
export interface StatsImgTotals {
  minute?: SinglePeriodImgStat;
  hour?: SinglePeriodImgStat;
  day?: SinglePeriodImgStat;
  month?: SinglePeriodImgStat;
  total?: SinglePeriodImgStat;
}

/** Texts of the last minute, hour, day and 30 days, and of all time. */
export interface StatsTxtTotals {
  minute?: SinglePeriodTxtStat;
  hour?: SinglePeriodTxtStat;
  day?: SinglePeriodTxtStat;
  month?: SinglePeriodTxtStat;
  total?: SinglePeriodTxtStat;
}

/** An example of a style. */
export interface StyleExample extends InputStyleExamplePost {
  /** The id of the example. */
  id?: string;
}

/** A text style. */
export interface StyleKobold extends ModelStyleInputKobold {
  /** The id of the style. */
  id?: string;
  /** How many requests have used it. */
  use_count?: number;
  /** Its owner, as name#id. */
  creator?: string;
}

/** A style, an example or a collection was made or changed. */
export interface StyleModify {
  /** What was made or changed. */
  id?: string;
  /** OK */
  message?: string;
  /** What its models are not made for; each code at most once. */
  warnings?: RequestSingleWarning[];
}

/** An image style. */
export interface StyleStable extends ModelStyleInputStable {
  /** The id of the style. */
  id?: string;
  /** How many requests have used it. */
  use_count?: number;
  /** Its owner, as name#id. */
  creator?: string;
  /** Images that show what it does, at most 4. */
  examples?: StyleExample[];
  shared_key?: SharedKeyDetails;
}

/** A result of any worker. */
export interface SubmitInput {
  /** The job. */
  id: string;
  /** The text; of an image R2 when it was uploaded to the address of the pop, else the image as base64. */
  generation?: string;
  /** How it went. */
  state?: 'ok' | 'censored' | 'faulted' | 'csam';
}

/** A result of a text worker. */
export interface SubmitInputKobold extends SubmitInput {
  /** The text. */
  generation?: string;
  /** Remarks on the result, at most 50. */
  gen_metadata?: GenerationMetadataKobold[];
  /** The seed used. */
  seed?: number;
}

/** A result of an image worker. */
export interface SubmitInputStable extends SubmitInput {
  /** The seed used; -1 for a job that failed. */
  seed: number;
  /** No longer looked at; say it in gen_metadata. */
  censored?: boolean;
  /** Remarks on the result, at most 50. */
  gen_metadata?: GenerationMetadataStable[];
}

/** A team of workers. */
export interface TeamDetails extends TeamDetailsLite {
  /** What its creator says about it. */
  info?: string;
  /** Images that its workers have made. */
  requests_fulfilled?: number;
  /** Kudos that its workers have earned by them. */
  kudos?: number;
  /** Seconds for which its workers were paid for being online. */
  uptime?: number;
  /** name#id. */
  creator?: string;
  /** Its workers, online or not. */
  worker_count?: number;
  /** Its workers. */
  workers?: WorkerDetailsLite[];
  /** The models of its workers, and how many serve each. */
  models?: ActiveModelLite[];
}

/** A team in brief; both null: none. */
export interface TeamDetailsLite {
  /** Its name. */
  name?: string | null;
  /** Its id. */
  id?: string | null;
}

/** A user for tests and its key. */
export interface TestUser {
  /** A new key; each call makes one. */
  api_key?: string;
  /** The number of the user, as text. */
  user_id?: string;
  /** The bare name. */
  username?: string;
  /** name#id */
  alias?: string;
  /** The balance. */
  kudos?: number;
  /** Trusted. */
  trusted?: boolean;
  /** A moderator. */
  moderator?: boolean;
  /** The account is new. */
  created?: boolean;
}

/** A user for tests. */
export interface TestUserInput {
  /** Its name. */
  username?: string;
  /** Which account it is; a UUID: a pseudonymous one. */
  oauth_id?: string;
  /** A moderator. */
  moderator?: boolean;
  /** Trusted. */
  trusted?: boolean;
  /** The balance it gets; null: leave it. */
  kudos?: number | null;
}

/** How many texts each model has written. */
export interface TxtModelStats {
  /** Texts by model of the last day. */
  day?: Record<string, number>;
  /** Of the last 30 days. */
  month?: Record<string, number>;
  /** Of all time. */
  total?: Record<string, number>;
}

/** Obsolete; see records. */
export interface UsageDetails {
  /** No longer filled. */
  megapixelsteps?: number | null;
  /** No longer filled. */
  requests?: number | null;
}

/** The requests of a user that still exist. */
export interface UserActiveGenerations {
  /** Text requests. */
  text?: string[];
  /** Image requests. */
  image?: string[];
  /** Alchemy requests. */
  alchemy?: string[];
}

/** Numbers of things. */
export interface UserAmountRecords {
  /** Images. */
  image?: number;
  /** Texts. */
  text?: number;
  /** Alchemy forms. */
  interrogation?: number;
}

/** A user. */
export interface UserDetails {
  /** name#id */
  username?: string;
  /** The number of the user; 0: Anonymous. */
  id?: number;
  /** The balance. */
  kudos?: number;
  /** Kudos held back until the user is trusted; moderators see it. */
  evaluating_kudos?: number;
  /** How many jobs of the user may wait at a time. */
  concurrency?: number;
  /** How many workers the user may have while workers are by invitation. */
  worker_invited?: number;
  /** A moderator. */
  moderator?: boolean;
  kudos_details?: UserKudosDetails;
  /** Image and text workers. */
  worker_count?: number;
  /** For the user himself, or for all when he made them public. */
  worker_ids?: string[];
  /** The public styles; the user himself sees all. */
  styles?: ResponseModelStylesUser[];
  /** For the user himself, by a key of scope all; for others it is empty. */
  sharedkey_ids?: string[];
  active_generations?: UserActiveGenerations;
  monthly_kudos?: MonthlyKudos;
  /** Trusted. */
  trusted?: boolean;
  /** Under suspicion: no transfers, no workers. */
  flagged?: boolean;
  /** May run workers behind a VPN. */
  vpn?: boolean;
  /** A service that acts for accounts of its own. */
  service?: boolean;
  /** An account for teaching. */
  education?: boolean;
  /** May offer models of his own. */
  customizer?: boolean;
  /** May use special models. */
  special?: boolean;
  /** Marked as deleted. */
  deleted?: boolean;
  /** Points of suspicion; moderators see it. */
  suspicious?: number;
  /** Registered without an account elsewhere. */
  pseudonymous?: boolean;
  /** How to reach the user; for the user himself. */
  contact?: string;
  /** Note of the moderators. */
  admin_comment?: string;
  /** Not shown: a passkey is told to its service, when it is made. */
  proxy_passkey?: string;
  /** Seconds since the account was made. */
  account_age?: number;
  usage?: UsageDetails;
  contributions?: ContributionsDetails;
  records?: UserRecords;
}

/** Where the kudos of a user come from. */
export interface UserKudosDetails {
  /** Earned by work, less what was spent on requests. */
  accumulated?: number;
  /** Given to others. */
  gifted?: number;
  /** Given to education accounts. */
  donated?: number;
  /** Given by the administrators. */
  admin?: number;
  /** Received from others. */
  received?: number;
  /** Received month by month. */
  recurring?: number;
  /** Received as awards. */
  awarded?: number;
  /** Earned by styles. */
  styled?: number;
}

/** What a user used and gave. */
export interface UserRecords {
  usage?: UserThingRecords;
  contribution?: UserThingRecords;
  fulfillment?: UserAmountRecords;
  request?: UserAmountRecords;
  style?: UserAmountRecords;
}

/** Amounts of work. */
export interface UserThingRecords {
  /** Of images. */
  megapixelsteps?: number;
  /** Of texts. */
  tokens?: number;
}

/** A result on its way to the webhook of its request. */
export interface WebhookDelivery {
  /** The job; also the header webhook-id of every attempt. */
  id?: string;
  /** The request that the job belongs to. */
  request?: string;
  /** image, text or interrogation. */
  kind?: string;
  /** Where it goes: host and port alone, since the rest of an address may be a secret. */
  host?: string;
  /** waiting: there will be another attempt; given_up: there will be none. */
  state?: 'waiting' | 'delivered' | 'given_up';
  /** Attempts that were begun. */
  attempts?: number;
  /** What the receiver last answered. */
  status?: number | null;
  /** Why the last attempt was none, for people. */
  error?: string | null;
  /** When the job was done. */
  created?: string;
  /** When the last attempt began. */
  attempted?: string | null;
  /** When the next attempt begins at the earliest. */
  next?: string | null;
  /** When it was delivered or given up. */
  ended?: string | null;
}

/** What became of the results of an account. */
export interface WebhookLog {
  /** The account has a secret, and deliveries are signed with it. */
  signed?: boolean;
  /** Newest first. */
  deliveries?: WebhookDelivery[];
  /** There is another page. */
  more?: boolean;
}

/** What deliveries are signed with, by Standard Webhooks. */
export interface WebhookSecret {
  /** whsec_ and the key in base64. It is shown this once. */
  secret?: string;
}

/** A worker. */
export interface WorkerDetails extends WorkerDetailsLite {
  /** Jobs done. */
  requests_fulfilled?: number;
  /** Kudos earned. */
  kudos_rewards?: number;
  kudos_details?: WorkerKudosDetails;
  /** Its speed, such as: 1.5 megapixelsteps per second. */
  performance?: string;
  /** Jobs at a time. */
  threads?: number;
  /** Seconds online. */
  uptime?: number;
  /** It serves only its owner. */
  maintenance_mode?: boolean;
  /** It gets no real jobs; moderators see it. */
  paused?: boolean;
  /** What the owner says about it. */
  info?: string;
  /** Serves requests that may be unsafe for work. */
  nsfw?: boolean;
  /** name#id, when the owner made it public. */
  owner?: string;
  /** Its address; moderators see it. */
  ipaddr?: string;
  /** Its owner is trusted. */
  trusted?: boolean;
  /** Its owner is under suspicion. */
  flagged?: boolean;
  /** Points of suspicion; moderators see it. */
  suspicious?: number;
  /** Jobs given up. */
  uncompleted_jobs?: number;
  /** The models it serves. */
  models?: string[];
  /** The forms it serves. */
  forms?: string[];
  team?: TeamDetailsLite;
  /** How to reach the owner; moderators see it. */
  contact?: string;
  /** Its software as name:version:address. */
  bridge_agent: string;
  /** The largest image it makes: width times height. */
  max_pixels?: number;
  /** Work done on images. */
  megapixelsteps_generated?: number;
  /** Serves source images. */
  img2img?: boolean;
  /** Serves inpainting and outpainting. */
  painting?: boolean;
  /** Serves post-processing. */
  'post-processing'?: boolean;
  /** Serves LoRAs. */
  lora?: boolean;
  /** Serves ControlNet. */
  controlnet?: boolean;
  /** Serves ControlNet on SDXL. */
  sdxl_controlnet?: boolean;
  /** The most tokens it writes. */
  max_length?: number;
  /** The most tokens it reads. */
  max_context_length?: number;
  /** Work done on texts. */
  tokens_generated?: number;
  /** Messages to it; moderators see them, others when the owner made it public. */
  messages?: ResponseModelMessage[];
}

/** A worker in brief. */
export interface WorkerDetailsLite {
  /** What it makes. */
  type?: 'image' | 'text' | 'interrogation';
  /** Its name. */
  name?: string;
  /** Its id. */
  id?: string;
  /** It asked for work within five minutes. */
  online?: boolean;
}

/** Where the kudos of a worker come from. */
export interface WorkerKudosDetails {
  /** By jobs. */
  generated?: number | null;
  /** By being online. */
  uptime?: number | null;
}

/** Why a call is refused. */
export type ReturnCode =
  | 'MissingPrompt'
  | 'CorruptPrompt'
  | 'InvalidSize'
  | 'InvalidPromptSize'
  | 'TooManySteps'
  | 'ImageValidationFailed'
  | 'SourceImageResolutionExceeded'
  | 'SourceImageSizeExceeded'
  | 'SourceImageUrlInvalid'
  | 'SourceImageUnreadable'
  | 'InpaintingMissingMask'
  | 'SourceMaskUnnecessary'
  | 'UnsupportedSampler'
  | 'UnsupportedModel'
  | 'ControlNetUnsupported'
  | 'ControlNetSourceMissing'
  | 'ControlNetInvalidPayload'
  | 'ControlNetInpaintingMismatch'
  | 'ControlNetMismatch'
  | 'SourceImageRequiredForModel'
  | 'UnexpectedModelName'
  | 'TooManyUpscalers'
  | 'HiResMismatch'
  | 'HiResFixMismatch'
  | 'Img2ImgMismatch'
  | 'TilingMismatch'
  | 'TooManyLoras'
  | 'BadLoraVersion'
  | 'TooManyTIs'
  | 'BadCFGDecimals'
  | 'BadCFGNumber'
  | 'BadBatchIndex'
  | 'BetaAnonForbidden'
  | 'BetaComparisonFault'
  | 'SpecialFieldNeedsSpecialUser'
  | 'SpecialModelNeedsSpecialUser'
  | 'SpecialForbidden'
  | 'SpecialMissingUsername'
  | 'SpecialMissingPayload'
  | 'InvalidTransparencyModel'
  | 'InvalidTransparencyImg2Img'
  | 'InvalidTransparencyCN'
  | 'InvalidRemix'
  | 'InvalidRemixModel'
  | 'InvalidExtraSourceImages'
  | 'TooManyExtraSourceImages'
  | 'MoreThanMinExtraSourceImage'
  | 'InvalidExtraTexts'
  | 'MissingExtraTexts'
  | 'RequiresTrust'
  | 'KudosUpfront'
  | 'TooManyPrompts'
  | 'TooManyBytesWaiting'
  | 'QueueFull'
  | 'TextPromptTooLong'
  | 'NoValidWorkers'
  | 'NoValidActions'
  | 'MaintenanceMode'
  | 'RequestExpired'
  | 'RequestNotFound'
  | 'OnlyServiceAccountProxy'
  | 'BannedClientAgent'
  | 'BadClientAgent'
  | 'TokenOverflow'
  | 'MissingFullSamplerOrder'
  | 'TooManyStopSequences'
  | 'ExcessiveStopSequence'
  | 'NulByteInPayload'
  | 'ProcGenNotFound'
  | 'InvalidAestheticAttempt'
  | 'AestheticsNotCompleted'
  | 'AestheticsNotPublic'
  | 'AestheticsDuplicate'
  | 'AestheticsMissing'
  | 'AestheticsSolo'
  | 'AestheticsConfused'
  | 'AestheticsAlreadyExist'
  | 'AestheticsServerRejected'
  | 'AestheticsServerError'
  | 'AestheticsServerDown'
  | 'AestheticsServerTimeout'
  | 'InvalidAPIKey'
  | 'WrongCredentials'
  | 'NotAdmin'
  | 'NotModerator'
  | 'NotOwner'
  | 'NotPrivileged'
  | 'NotTrusted'
  | 'AnonForbidden'
  | 'AnonForbiddenWorker'
  | 'AnonForbiddenUserMod'
  | 'AnonForbiddenUser'
  | 'DeletedUser'
  | 'TimeoutIP'
  | 'UnsafeIP'
  | 'TooManyNewIPs'
  | 'UntrustedUnsafeIP'
  | 'KeyScopeInsufficient'
  | 'KeyNotFound'
  | 'SharedKeyInvalid'
  | 'SharedKeyEmpty'
  | 'SharedKeyExpired'
  | 'SharedKeyInsufficientKudos'
  | 'SharedKeyAssignedStyles'
  | 'BadRequest'
  | 'Forbidden'
  | 'Locked'
  | 'Profanity'
  | 'TooLong'
  | 'NameAlreadyExists'
  | 'WorkerNotFound'
  | 'ProfaneWorkerName'
  | 'ProfaneBridgeAgent'
  | 'ProfaneWorkerInfo'
  | 'TooLongWorkerName'
  | 'WorkerNameAlreadyExists'
  | 'PolymorphicNameConflict'
  | 'InvalidPriorityUsername'
  | 'InvalidJobID'
  | 'DuplicateGen'
  | 'AbortedGen'
  | 'InvalidResult'
  | 'WorkerMaintenance'
  | 'WorkerFlaggedMaintenance'
  | 'TooManySameIPs'
  | 'WorkerInviteOnly'
  | 'TooManyWorkers'
  | 'TooManyWorkersTrusted'
  | 'MessagesOnlyOwnWorkers'
  | 'WorkermessageNotFound'
  | 'NoWorkerModSelected'
  | 'UserNotFound'
  | 'ProfaneUserName'
  | 'ProfaneUserContact'
  | 'ProfaneAdminComment'
  | 'TooLongUserName'
  | 'NoUserModSelected'
  | 'CannotDeleteMod'
  | 'NotUserOrMod'
  | 'CannotWipeActiveUser'
  | 'UserNotDeleted'
  | 'NonServiceForbidden'
  | 'KudosValidationError'
  | 'TooFastKudosTransfers'
  | 'FaultWhenKudosSending'
  | 'SourceAccountFlagged'
  | 'EducationCannotSendKudos'
  | 'FaultWhenKudosReceiving'
  | 'TargetAccountFlagged'
  | 'NegativeKudosTransfer'
  | 'InvalidKudosTransferAmount'
  | 'IdempotencyKeyConflict'
  | 'KudosTransferNotEnough'
  | 'InvalidTargetUsername'
  | 'KudosTransferToAnon'
  | 'KudosTransferToSelf'
  | 'KudosTransferFromAnon'
  | 'NotAllowedAwards'
  | 'InvalidAwardUsername'
  | 'KudosAwardToAnon'
  | 'NoSharedKeyModSelected'
  | 'TeamNotFound'
  | 'TeamNameAlreadyExists'
  | 'ProfaneTeamName'
  | 'ProfaneTeamInfo'
  | 'UntrustedTeamCreation'
  | 'NoTeamModSelected'
  | 'FilterNotFound'
  | 'NoFilterModSelected'
  | 'NoHordeModSelected'
  | 'StyleNotFound'
  | 'CollectionNotFound'
  | 'Image styleNotFound'
  | 'Text styleNotFound'
  | 'Style exampleNotFound'
  | 'StylesAnonForbidden'
  | 'StylesRequiresCustomizer'
  | 'StylePromptMissingVars'
  | 'StyleMismatch'
  | 'StyleGetMistmatch'
  | 'TooManyStyleExamples'
  | 'ExampleURLAlreadyInUse'
  | 'RatingsClosed'
  | 'NoImageToRate'
  | 'RatingImageNotFound'
  | 'RatingDatasetNotFound'
  | 'RatingNotHandedOut'
  | 'RatingAlreadyExists'
  | 'RatingChallengeDue'
  | 'RatingChallengeFailed'
  | 'NoRatingsToExport'
  | 'TooManyRatings'
  | 'BodyTooLarge'
  | 'ServerBusy'
  | 'DatabaseAway'
  | 'StorageAway'
  | 'StorageFull';
