export { ANONYMOUS_KEY } from './address.ts';
export { type ClientSettings, createClient, type GenerateOptions, type HordeClient } from './client.ts';
export { HordeApiError, HordeNetworkError, isTransient } from './errors.ts';
export type { CallOptions } from './http.ts';
export { joinPrompt, splitPrompt } from './prompt.ts';
export type { ModelsQuery, WaitOptions } from './requesterCalls.ts';
export type * from './types.ts';
export type { WaitForOptions, WatchOptions } from './watch.ts';
export type { Popped } from './workerCalls.ts';
