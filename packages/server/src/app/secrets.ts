import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProviderName } from '../features/signin/index.ts';
import { isRoot } from '../platform/postgres/systemUser.ts';
import { createWhole } from '../platform/wholeFiles.ts';
import { ConfigError, type Environment } from './env.ts';
import { signInSecrets } from './signInConfig.ts';

// Step 3 of configuration: what must never be printed. Kept apart from `Config`, and handed only to those who need it.

export interface Secrets {
  /** Mixed into the hash of every API key. */
  keySalt: string;
  /** Signs the addresses of the object store. */
  signingKey: Buffer;
  /** The secrets by which webhooks are signed are made from it. */
  webhookKey: Buffer;
  /** Makes the pseudonyms under which raters leave the horde. */
  pseudonymKey: Buffer;
  /** Signs the cookies of people who sign in. */
  signInKey: Buffer;
  /** By which the horde proves to those who vouch for people who it is. */
  signInClients: Partial<Record<ProviderName, string>>;
  /** Absent: the embedded database. */
  databaseUrl?: string;
  /** Reputation service for addresses, with `{ipaddr}` in it; absent: no service is asked. */
  ipChecker?: string;
  /** By which other machines may read the metrics; absent: they may not. */
  metricsToken?: string;
  /** Where moderators are told; absent: in the log alone. */
  moderatorWebhook?: string;
}

const SECRET_LENGTH_MIN = 16;

/**
 * Reads the server's secret, or makes it at the first start: `secrets.json` in `home`, readable by its owner alone.
 * When the secret is lost, every API key is lost with it.
 * @throws ConfigError when the secret is too short or the file is not one of ours.
 */
export async function loadSecrets(home: string, environment: Environment): Promise<Secrets> {
  const secret = environment.SERVER_SECRET ?? (await storedSecret(home));
  if (secret.length < SECRET_LENGTH_MIN) {
    throw new ConfigError([`SERVER_SECRET must have at least ${SECRET_LENGTH_MIN} characters.`]);
  }
  const {
    DATABASE_URL: databaseUrl,
    IP_CHECKER: ipChecker,
    MODERATOR_WEBHOOK: moderatorWebhook,
    METRICS_TOKEN: metricsToken,
  } = environment;
  return {
    keySalt: derive(secret, 'api keys').toString('base64url'),
    signingKey: derive(secret, 'object addresses'),
    webhookKey: derive(secret, 'webhook secrets'),
    signInKey: derive(secret, 'sign-in cookies'),
    signInClients: signInSecrets(environment),
    pseudonymKey: derive(secret, 'pseudonyms of raters'),
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(ipChecker !== undefined && { ipChecker }),
    ...(moderatorWebhook !== undefined && { moderatorWebhook }),
    ...(metricsToken !== undefined && { metricsToken }),
  };
}

/** One secret, a key for each purpose: what signs addresses tells nothing about what salts keys. */
function derive(secret: string, purpose: string): Buffer {
  return createHmac('sha256', secret).update(purpose).digest();
}

async function storedSecret(home: string): Promise<string> {
  const file = path.join(home, 'secrets.json');
  const text = (await readIfThere(file)) ?? (await create(home, file));
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && 'serverSecret' in content) {
      if (typeof content.serverSecret === 'string') return content.serverSecret;
    }
  } catch {
    // Said below.
  }
  throw new ConfigError([
    `${file} is damaged: it must hold {"serverSecret": "…"}. Restore it from a backup.`,
  ]);
}

async function create(home: string, file: string): Promise<string> {
  // Root's database runs as another user, who must be able to pass through.
  await mkdir(home, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  const text = `${JSON.stringify({ serverSecret: randomBytes(32).toString('base64url') }, null, 2)}\n`;
  // Of two nodes that start at once the first one's secret counts for both.
  return (await createWhole(file, text)) ? text : readFile(file, 'utf8');
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
