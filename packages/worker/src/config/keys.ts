import {
  address,
  flag,
  integer,
  type Kind,
  record,
  secret,
  text,
  userNames,
  words,
  workerName,
} from './kinds.ts';

export interface Key<T> {
  /** Its name in the file; `AIWORKER_` and the same in capitals is its name in the environment. */
  yaml: string;
  kind: Kind<T>;
  fallback: T;
  /** Other names: in the file, and in the environment after `AIWORKER_`. */
  aliases: string[];
  /** Names in the environment without that prefix. */
  environment: string[];
}

function key<T>(
  yaml: string,
  kind: Kind<T>,
  fallback: NoInfer<T>,
  names: { aliases?: string[]; environment?: string[] } = {},
): Key<T> {
  return { yaml, kind, fallback, aliases: names.aliases ?? [], environment: names.environment ?? [] };
}

/** Every key that has an effect, under its name in the program. Names and bounds: spec `worker.md` §2.2. */
export const KEYS = {
  /** Where the horde is; a trailing `/api` does not matter. */
  hordeUrl: key('horde_url', address, 'https://aihorde.net', { environment: ['AI_HORDE_URL'] }),
  apiKey: key('api_key', secret, ''),
  /** Name of the worker when `dreamer_name` is not given. */
  workerName: key('worker_name', workerName, '', { aliases: ['default_worker_name'] }),
  dreamerName: key('dreamer_name', workerName, '', { aliases: ['dreamer_worker_name'] }),
  /** Folder of everything that lasts; the spool lies below it. */
  homeFolder: key('openhorde_home', text, './data', { environment: ['OPENHORDE_HOME'] }),

  /** `onnx`, or a module (file or package) that exports `createEngine`. */
  engine: key('engine', text, 'onnx'),
  /** Handed to the engine as it is. */
  engineOptions: key('engine_options', record, {}),

  modelsToLoad: key('models_to_load', words, [], { aliases: ['image_models_to_load'] }),
  modelsToSkip: key('models_to_skip', words, [], { aliases: ['image_models_to_skip'] }),

  maxThreads: key('max_threads', integer(1, 16), 1),
  queueSize: key('queue_size', integer(0, 4), 1),
  maxBatch: key('max_batch', integer(1, 20), 1),
  /** Largest picture in units of 8 × 64 × 64 pixels: 8 is 512², 32 is 1024². */
  maxPower: key('max_power', integer(1, 512), 8),
  extraSlowWorker: key('extra_slow_worker', flag, false),
  limitMaxSteps: key('limit_max_steps', flag, false),

  nsfw: key('nsfw', flag, true),
  blacklist: key('blacklist', words, []),
  priorityUsernames: key('priority_usernames', userNames, []),
  requireUpfrontKudos: key('require_upfront_kudos', flag, false),
  allowUnsafeIp: key('allow_unsafe_ip', flag, true),
  allowImg2img: key('allow_img2img', flag, true),
  allowPainting: key('allow_painting', flag, true, { aliases: ['allow_inpainting'] }),
  allowPostProcessing: key('allow_post_processing', flag, true),
  allowControlnet: key('allow_controlnet', flag, false),
  allowSdxlControlnet: key('allow_sdxl_controlnet', flag, false),
  allowLora: key('allow_lora', flag, false),

  /** Clear the maintenance mode of the worker at its start. */
  removeMaintenanceOnInit: key('remove_maintenance_on_init', flag, false),
  /** Seconds without any sign of progress until the engine is restarted. */
  processTimeoutSeconds: key('process_timeout', integer(15, 86_400), 300),
  /** Seconds that the engine may take to start and to load a model. */
  preloadTimeoutSeconds: key('preload_timeout', integer(15, 86_400), 300),
  /** Stop, instead of pausing, after three jobs that failed one after the other. */
  exitOnUnhandledFaults: key('exit_on_unhandled_faults', flag, false),
};

export type WorkerConfig = {
  [Name in keyof typeof KEYS]: (typeof KEYS)[Name] extends Key<infer T> ? T : never;
};

/** Keys of other workers' files that mean nothing to this one; they are not mistakes. */
export const KEYS_WITHOUT_EFFECT = new Set([
  'CIVIT_API_TOKEN',
  'alchemist_name',
  'always_download',
  'backend_engine',
  'branded_model',
  'cache_home',
  'capture_kudos_training_data',
  'censor_nsfw',
  'censorlist',
  'civitai_api_token',
  'custom_models',
  'cycle_process_on_model_change',
  'disable_disk_cache',
  'disable_terminal_ui',
  'download_timeout',
  'dynamic_models',
  'extra_stable_diffusion_models_folders',
  'forms',
  'high_memory_mode',
  'high_performance_mode',
  'horde_model_stickiness',
  'inference_step_timeout',
  'kai_url',
  'kudos_training_data_file',
  'limited_console_messages',
  'load_large_models',
  'max_context_length',
  'max_length',
  'max_lora_cache_size',
  'max_models_to_download',
  'minutes_allowed_without_jobs',
  'model_stickiness',
  'models_folder_parent',
  'moderate_performance_mode',
  'number_of_dynamic_models',
  'openai_api',
  'post_process_job_overlap',
  'post_process_timeout',
  'purge_loras_on_download',
  'ram_to_leave_free',
  'safety_on_gpu',
  'scribe_name',
  'stats_output_frequency',
  'suppress_speed_warnings',
  'temp_dir',
  'unload_models_from_vram_often',
  'very_fast_disk_mode',
  'very_high_memory_mode',
  'vram_to_leave_free',
]);
