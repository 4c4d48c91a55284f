import path from 'node:path';
import type { QueueBytes } from '@openhorde/rules';
import type { ModelSources } from '../features/models/index.ts';
import type { ModerationSettings } from '../features/moderation/index.ts';
import type { RatingsSettings } from '../features/ratings/index.ts';
import type { SignInConfig } from '../features/signin/index.ts';
import { LOG_LEVELS, type LogLevel } from '../platform/log.ts';
import { Reader } from './configReader.ts';
import { ConfigError, ENVIRONMENT, type Environment } from './env.ts';
import { readSignIn } from './signInConfig.ts';

// Step 2 of configuration: texts → checked values. Secrets are in `secrets.ts`, so this may be printed and
// logged.

export interface Config {
  /** Absolute. */
  home: string;
  http: {
    host: string;
    port: number;
    /** Without a slash at the end. With port 0 (tests) the real one is known only after listening. */
    publicUrl: string;
    /** There when PUBLIC_URL is absent: hosts that callers may reach this node by, beside those of its machine. */
    allowedHosts?: string[];
    /** Addresses and networks (CIDR). */
    trustedProxies: string[];
    /** Of the bodies of all calls, held at a time. */
    bodiesBytesMax: number;
  };
  database: {
    /** Whether this node runs its own PostgreSQL under `home`. */
    embedded: boolean;
  };
  models: ModelSources & {
    /** What a request for images that names no model is for, where it is offered. */
    imageDefault: string;
    /** The same for texts; absent: any model. */
    textDefault?: string;
  };
  /** Size of the largest LoRA that workers should load. */
  loraBytesMax: number;
  /** Where the source of what runs here is. */
  repositoryUrl: string;
  /** Administrators beside those who have the role: aliases, `name#id`. */
  admins: string[];
  /** File that says who supports the horde with money; absolute. */
  patronsFile?: string;
  kudos: {
    /** Escrow above which an account is trusted by itself; absent: never. */
    trustThreshold?: number;
    /** Numbers of the accounts that may award kudos. */
    awarders: number[];
  };
  moderation: ModerationSettings;
  /** Bytes of prompts, parameters and source pictures that may wait: of an account, and of all together. */
  queue: QueueBytes;
  /** A worker takes its full batch at its maximum resolution divided by this (rules-jobs §3.6). */
  batchDivisor: number;
  /** Software of workers that understands `scheduler`, from a version on. */
  schedulerBridges: { name: string; version: number }[];
  /** Whether images may be shared for data sets. */
  sharing: boolean;
  ratings: RatingsSettings;
  /** Who may vouch for people. */
  signIn: SignInConfig;
  rateLimits: boolean;
  /** Whether a result is looked at before it is paid. */
  checkResults: boolean;
  devTestUsers: boolean;
  log: { level: LogLevel };
}

/**
 * Checks everything at once.
 * @throws ConfigError with a sentence for each thing that makes no sense.
 */
export function validateConfig(environment: Environment): Config {
  const read = new Reader(environment);
  const home = path.resolve(environment.OPENHORDE_HOME ?? ENVIRONMENT.OPENHORDE_HOME.fallback);
  const host = read.host('HOST', ENVIRONMENT.HOST.fallback);
  const port = read.integer('PORT', Number(ENVIRONMENT.PORT.fallback), 0, 65535);
  const publicUrl = read.url('PUBLIC_URL', ['http:', 'https:']);
  const allowedHosts = read.hosts('ALLOWED_HOSTS');
  const trustThreshold = read.number('KUDOS_TRUST_THRESHOLD', 0);
  read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  read.url('IP_CHECKER', ['http:', 'https:']);
  read.url('MODERATOR_WEBHOOK', ['http:', 'https:']);
  refuseUnserved(read, environment);
  const config: Config = {
    home,
    http: {
      host,
      port,
      publicUrl: (publicUrl ?? `http://${reachable(host)}:${port}`).replace(/\/+$/, ''),
      ...(publicUrl === undefined && { allowedHosts }),
      trustedProxies: read.networks('TRUSTED_PROXIES', ['127.0.0.0/8', '::1']),
      // Two of the largest calls from one address, which may fill half of it.
      bodiesBytesMax: read.megabytes('BODIES_MAX_MB', 128),
    },
    database: { embedded: environment.DATABASE_URL === undefined },
    models: {
      image: read.list('IMAGE_MODELS'),
      text: read.list('TEXT_MODELS'),
      imageDefault: environment.DEFAULT_IMAGE_MODEL ?? ENVIRONMENT.DEFAULT_IMAGE_MODEL.fallback,
      ...(environment.DEFAULT_TEXT_MODEL !== undefined && { textDefault: environment.DEFAULT_TEXT_MODEL }),
    },
    loraBytesMax: read.megabytes('LORA_SIZE_MAX_MB'),
    repositoryUrl: read.url('REPOSITORY_URL', ['http:', 'https:']) ?? ENVIRONMENT.REPOSITORY_URL.fallback,
    admins: read.aliases('ADMINS'),
    ...(environment.PATRONS !== undefined && { patronsFile: path.resolve(environment.PATRONS) }),
    kudos: {
      ...(trustThreshold !== undefined && { trustThreshold }),
      awarders: read.numbers('KUDOS_AWARDERS', []),
    },
    moderation: {
      filterTesters: read.aliases('FILTER_TESTERS'),
      ...(environment.PROMPT_RULES !== undefined && { promptRules: path.resolve(environment.PROMPT_RULES) }),
      promptsStopWorkers: read.toggle('PROMPT_TIMEOUTS_STOP_WORKERS', false),
      serviceNetworks: read.networks('SERVICE_NETWORKS', []),
      unsafeNetworkFiles: read.list('UNSAFE_NETWORKS').map(file => path.resolve(file)),
      safeNetworks: read.networks('SAFE_NETWORKS', []),
    },
    queue: {
      accountBytesMax: read.megabytes('ACCOUNT_QUEUE_MB'),
      bytesMax: read.megabytes('QUEUE_MB'),
    },
    batchDivisor: read.number('BATCH_DIVISOR', 0.01) ?? Number(ENVIRONMENT.BATCH_DIVISOR.fallback),
    schedulerBridges: read.list('SCHEDULER_BRIDGES').flatMap(entry => {
      const [, name, version] = /^([^:]+):(\d{1,9})$/.exec(entry) ?? [];
      if (name !== undefined) return [{ name, version: Number(version) }];
      read.problems.push('SCHEDULER_BRIDGES must list names and versions, such as AI Horde Worker reGen:14.');
      return [];
    }),
    sharing: read.toggle('SHARING', false),
    ratings: ratingsOf(read, environment),
    signIn: readSignIn(read, environment),
    rateLimits: read.toggle('RATE_LIMITS', true),
    checkResults: read.toggle('CHECK_RESULTS', true),
    devTestUsers: read.toggle('DEV_TEST_USERS', false),
    log: { level: read.choice('LOG_LEVEL', LOG_LEVELS, 'info') },
  };
  if (read.problems.length > 0) throw new ConfigError(read.problems);
  return config;
}

/** On, off, or an address. */
function ratingsOf(read: Reader, { RATINGS }: Environment): Config['ratings'] {
  if (RATINGS === undefined || !/^\w+:\/\//.test(RATINGS)) return { here: read.toggle('RATINGS', true) };
  const address = read.url('RATINGS', ['http:', 'https:']);
  return { here: false, ...(address !== undefined && { address }) };
}

/** A store that is named but not used would lose what its owner believes to be in it. */
function refuseUnserved(read: Reader, environment: Environment): void {
  const names = ['REDIS_URL', 'S3_ENDPOINT', 'S3_BUCKET'] as const;
  for (const name of names) {
    if (environment[name] !== undefined) {
      read.problems.push(
        `${name} is set, but this version cannot use it yet; without it ${ENVIRONMENT[name].fallback} will do.`,
      );
    }
  }
}

/** An address that one can open in a browser here. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
