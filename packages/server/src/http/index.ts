export { type Answer, answer, type Call, type Handler } from './call.ts';
export type { Client } from './client.ts';
export { assertNoNul } from './errors.ts';
export { type HordeEvent, mountEvents } from './events.ts';
export { mount } from './mount.ts';
export type { HttpConfig, HttpOptions } from './options.ts';
export type { Principal } from './principal.ts';
export { createHttp } from './server.ts';
