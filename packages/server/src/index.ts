export { BackupError, backup, type Manifest, type RestoreOptions, restore } from './app/backup/index.ts';
export { ConfigError, ENVIRONMENT, type Environment, readEnvironment } from './app/env.ts';
export type { Operator } from './app/operator.ts';
export { type Server, type StartOptions, startServer } from './app/start.ts';
export { prepareHome } from './app/startable.ts';
export { openTools, type Tools } from './app/tools.ts';
export { VERSION } from './app/version.ts';
export { USERNAME_LENGTH_MAX } from './features/accounts/index.ts';
export { createLog } from './platform/log.ts';
