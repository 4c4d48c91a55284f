import { inspect } from 'node:util';
import { HordeApiError } from '@openhorde/sdk';

/** Errors whose messages are sentences for people. */
const FOR_PEOPLE = new Set([
  'BackupError',
  'ConfigError',
  'HordeError',
  'HordeNetworkError',
  'FolderInUse',
  'MigrationError',
]);

/** Settings that cannot work: to start again without changing them is of no use. */
const SETTINGS_CODE = 2;

export function exitCodeOf(error: unknown): number {
  return error instanceof Error && error.name === 'ConfigError' ? SETTINGS_CODE : 1;
}

/** A problem that the user can mend becomes a sentence; any other is a bug, and `DEBUG` prints its stack. */
export function problemsOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [String(error)];
  // A complaint, or a configuration that cannot be used.
  if ('problems' in error && Array.isArray(error.problems)) return error.problems.map(String);
  if (error instanceof HordeApiError) return refusal(error);
  if (FOR_PEOPLE.has(error.name)) return [error.message];
  const sentence = sentenceOfSystem(error);
  if (sentence !== undefined && process.env.DEBUG === undefined) return [sentence];
  return process.env.DEBUG === undefined ? [error.message] : inspect(error).split('\n');
}

/** What a horde says, and after it each field that it does not take. */
function refusal({ message, errors = {} }: HordeApiError): readonly string[] {
  return [message, ...Object.entries(errors).map(([field, fault]) => `${field}: ${fault}`)];
}

/** The sentence for a refusal of the system, by its code; undefined for errors that are not about files. */
function sentenceOfSystem(error: Error & { code?: unknown; path?: unknown }): string | undefined {
  const { code, path } = error;
  if (typeof path !== 'string') return undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `This user may not use ${path}. Please change its permissions, or name another place.`;
    case 'EROFS':
      return `${path} lies on a disk that can only be read. Please name another place.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room left for ${path}. Please make some, or name another place.`;
    case 'ENOENT':
      return `There is no ${path}.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `A file is in the way of ${path}. Please move it, or name another place.`;
    case 'EISDIR':
      return `${path} is a folder, not a file.`;
    default:
      return undefined;
  }
}
