export { backup } from './backup.ts';
export { BackupError, type Manifest } from './manifest.ts';
export { type RestoreOptions, restore } from './restore.ts';
