export { answer, type Call } from './call.ts';
export { assertNoNul } from './errors.ts';
export { mountEvents } from './events.ts';
export { mount } from './mount.ts';
export type { HttpOptions } from './options.ts';
export type { Principal } from './principal.ts';
export { createHttp } from './server.ts';
