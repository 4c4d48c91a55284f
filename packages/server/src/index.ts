export { ConfigError, ENVIRONMENT, type Environment, readEnvironment } from './app/env.ts';
export { type Server, type StartOptions, startServer, VERSION } from './app/start.ts';
export { openTools, type Tools } from './app/tools.ts';
export { createLog } from './platform/log.ts';
