export { answer, type Call } from './call.ts';
export { WAIT_SECONDS_MAX } from './doorCall.ts';
export { type Download, mountDownload } from './downloads.ts';
export { mountEvents } from './events.ts';
export { BODY_BYTES_MAX, mount } from './mount.ts';
export type { HttpOptions } from './options.ts';
export { pageOf } from './paging.ts';
export type { Principal } from './principal.ts';
export { createHttp } from './server.ts';
