import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../env.ts';
import { loadSecrets, type Secrets } from '../secrets.ts';
import { BackupError, HOME_FOLDER, type Manifest } from './manifest.ts';

/** By it a secret is known again; nothing can be learned from it. */
export const markOf = ({ keySalt }: Secrets): string =>
  createHash('sha256').update(`backup ${keySalt}`).digest('hex').slice(0, 16);

/**
 * Without the secret that they were salted with, no key of the backup would be good any more.
 * @throws BackupError when neither the environment nor the backup has it
 */
export async function assertSecret(
  folder: string,
  { secretMark }: Manifest,
  environment: Environment,
): Promise<void> {
  const { SERVER_SECRET } = environment;
  const home = path.join(folder, HOME_FOLDER);
  const isThere = await stat(path.join(home, 'secrets.json')).then(
    () => true,
    () => false,
  );
  if (SERVER_SECRET === undefined && !isThere) {
    throw new BackupError(
      'The secret of this horde was given by SERVER_SECRET and is not in the backup. Set SERVER_SECRET to it and try again: without it no API key would work.',
    );
  }
  const secrets = await loadSecrets(home, SERVER_SECRET === undefined ? {} : { SERVER_SECRET });
  if (markOf(secrets) === secretMark) return;
  throw new BackupError(
    SERVER_SECRET === undefined
      ? 'The secret in the backup is not the one that its API keys were made with: the horde had SERVER_SECRET in its environment. Set it and try again.'
      : 'SERVER_SECRET is not the one that the API keys of this backup were made with. Set that one, or none.',
  );
}
