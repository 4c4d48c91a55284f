import { readFileSync } from 'node:fs';
import path from 'node:path';

// Step 1 of configuration: names → texts. Nothing is judged here but whether a name exists.

interface Name {
  /** What it is for, in one line. */
  readonly meaning: string;
  /** What holds without it, in words. */
  readonly fallback: string;
  /** Never printed, never in `Config`. */
  readonly secret?: true;
}

/** Every name the server reads, in the order in which help shows them. */
export const ENVIRONMENT = {
  OPENHORDE_HOME: {
    meaning: 'folder of everything that lasts: database, images, secrets, logs',
    fallback: './data',
  },
  HOST: { meaning: 'address to listen on; 0.0.0.0 for every network', fallback: '127.0.0.1' },
  PORT: { meaning: 'port to listen on', fallback: '7001' },
  PUBLIC_URL: {
    meaning: 'address that others reach this server by',
    fallback: 'what each caller reaches it by',
  },
  ALLOWED_HOSTS: {
    meaning:
      'host names or addresses, with commas between, that callers reach this server by, beside those of its machine',
    fallback: 'none',
  },
  TRUSTED_PROXIES: {
    meaning: 'addresses or networks, with commas between, whose X-Forwarded-For is believed',
    fallback: '127.0.0.0/8, ::1',
  },
  DATABASE_URL: {
    meaning: 'a PostgreSQL server, as postgresql://user:password@host/database',
    fallback: 'an embedded PostgreSQL',
    secret: true,
  },
  REDIS_URL: {
    meaning: 'a Valkey or Redis for bus and rate limits',
    fallback: 'PostgreSQL and memory',
    secret: true,
  },
  S3_ENDPOINT: { meaning: 'address of an S3 store for images', fallback: 'the file system' },
  S3_REGION: { meaning: 'its region', fallback: 'auto' },
  S3_BUCKET: { meaning: 'its bucket', fallback: 'none' },
  S3_ACCESS_KEY_ID: { meaning: 'its access key', fallback: 'none' },
  S3_SECRET_ACCESS_KEY: { meaning: 'its secret key', fallback: 'none', secret: true },
  SERVER_SECRET: {
    meaning:
      'secret that API keys are salted and image addresses signed with; the same on every node of a horde',
    fallback: 'made at the first start and kept in secrets.json',
    secret: true,
  },
  IMAGE_MODELS: {
    meaning: 'image model references, with commas between: files or addresses in the public format',
    fallback: 'the shipped sample',
  },
  TEXT_MODELS: { meaning: 'text model references, likewise', fallback: 'the shipped sample' },
  LORA_SIZE_MAX_MB: {
    meaning: 'size in MiB of the largest LoRA that workers of this horde should load, told in serviceinfo',
    fallback: '400',
  },
  REPOSITORY_URL: {
    meaning: 'address of the source of what runs here, told in serviceinfo',
    fallback: 'https://github.com/openhorde/openhorde',
  },
  ADMINS: {
    meaning:
      'aliases of administrators beside those with the role, as JSON list or with commas between: Ada#1,Bo#2',
    fallback: 'nobody',
  },
  PATRONS: {
    meaning: 'JSON file that says who supports the horde with money: {"Ada#1": 150000}, kudos each month',
    fallback: 'nobody',
  },
  KUDOS_TRUST_THRESHOLD: {
    meaning: 'kudos in escrow from which an account becomes trusted by itself',
    fallback: 'never by itself',
  },
  KUDOS_AWARDERS: {
    meaning: 'numbers of the accounts that may award kudos, as JSON list or with commas between',
    fallback: 'nobody',
  },
  FILTER_TESTERS: {
    meaning: 'aliases of those who may try the prompt filters without being moderators',
    fallback: 'nobody',
  },
  PROMPT_RULES: {
    meaning: 'JSON file of what prompts for models that may be unsafe for work must not be about',
    fallback: 'the shipped sample',
  },
  PROMPT_TIMEOUTS_STOP_WORKERS: {
    meaning: 'whether an address in time-out for a refused prompt may not work either',
    fallback: 'off: the time-out is for requests',
  },
  SERVICE_NETWORKS: {
    meaning:
      'addresses or networks of services that call for many people: higher limits, short time-outs, always safe',
    fallback: 'none',
  },
  UNSAFE_NETWORKS: {
    meaning:
      'files of networks, one a line, from which no untrusted worker is let in: those of VPNs and the like',
    fallback: 'none: every address is safe',
  },
  SAFE_NETWORKS: {
    meaning: 'addresses or networks that are safe whatever is said of them',
    fallback: 'none',
  },
  IP_CHECKER: {
    meaning:
      'public address of a service that answers the probability that {ipaddr} in it hides its user, 0 to 1',
    fallback: 'nobody is asked',
    secret: true,
  },
  MODERATOR_WEBHOOK: {
    meaning: 'where moderators are told of suspicious workers and the like, as {"content": text}',
    fallback: 'the log alone',
    secret: true,
  },
  DEFAULT_IMAGE_MODEL: {
    meaning: 'model that a request for images is for which names none, where a worker offers it; else any',
    fallback: 'stable_diffusion',
  },
  DEFAULT_TEXT_MODEL: {
    meaning: 'the same for requests for texts',
    fallback: 'any model',
  },
  BATCH_DIVISOR: {
    meaning: 'a worker takes its full batch at its maximum resolution divided by this',
    fallback: '3',
  },
  SCHEDULER_BRIDGES: {
    meaning:
      'software of workers that understands scheduler, from a version on, such as AI Horde Worker reGen:14',
    fallback: 'none: workers may say it themselves',
  },
  OAUTH_GOOGLE_CLIENT_ID: {
    meaning: 'people may sign in with Google: id of the client',
    fallback: 'they may not',
  },
  OAUTH_GOOGLE_CLIENT_SECRET: { meaning: 'its secret', fallback: 'none', secret: true },
  OAUTH_GITHUB_CLIENT_ID: { meaning: 'the same with GitHub', fallback: 'they may not' },
  OAUTH_GITHUB_CLIENT_SECRET: { meaning: 'its secret', fallback: 'none', secret: true },
  OAUTH_DISCORD_CLIENT_ID: { meaning: 'the same with Discord', fallback: 'they may not' },
  OAUTH_DISCORD_CLIENT_SECRET: { meaning: 'its secret', fallback: 'none', secret: true },
  OIDC_ISSUER: {
    meaning: 'the same with any provider of OpenID Connect: its address',
    fallback: 'they may not',
  },
  OIDC_CLIENT_ID: { meaning: 'id of the client there', fallback: 'none' },
  OIDC_CLIENT_SECRET: { meaning: 'its secret', fallback: 'a public client', secret: true },
  OIDC_NAME: { meaning: 'name of that provider on its button', fallback: 'the host of OIDC_ISSUER' },
  ACCOUNT_QUEUE_MB: {
    meaning:
      'MiB of prompts, parameters and source pictures that an account with 30 waiting jobs may have in the queue; one with more jobs more',
    fallback: '64',
  },
  QUEUE_MB: { meaning: 'the same for all accounts together', fallback: '1024' },
  SHARING: { meaning: 'on: images may be shared for data sets', fallback: 'off' },
  RATINGS: {
    meaning: 'off: nobody rates images; or the address of a ratings service elsewhere',
    fallback: 'on',
  },
  BODIES_MAX_MB: {
    meaning:
      'MiB that the bodies of all calls may take in memory at a time; beyond it calls are told to wait',
    fallback: '256',
  },
  METRICS_TOKEN: {
    meaning: 'token (Authorization: Bearer …) by which other machines than this one may read /metrics',
    fallback: 'this machine alone',
    secret: true,
  },
  RATE_LIMITS: { meaning: 'off: no limits, for tests and benches', fallback: 'on' },
  CHECK_RESULTS: {
    meaning: 'off: workers are paid for pictures that nobody has looked for, for tests and benches',
    fallback: 'on',
  },
  DEV_TEST_USERS: {
    meaning: '1: opens POST /api/v2/dev/test-user to the loopback address',
    fallback: 'off',
  },
  LOG_LEVEL: { meaning: 'trace, debug, info, warn, error or silent', fallback: 'info' },
} as const satisfies Record<string, Name>;

export type EnvironmentName = keyof typeof ENVIRONMENT;

/** What was said about each name; an empty text counts as nothing said. */
export type Environment = Partial<Record<EnvironmentName, string>>;

/** The configuration makes no sense. Each problem is a sentence that names what to change. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * Names from `variables` (usually `process.env`), and below them those of `config.json` in the home folder, which may
 * hold texts, numbers, switches and lists.
 * @throws ConfigError when the file is not a JSON object or holds an unknown name.
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const { OPENHORDE_HOME } = variables;
  const home = OPENHORDE_HOME || ENVIRONMENT.OPENHORDE_HOME.fallback;
  const environment = readFile(path.resolve(home, 'config.json'));
  for (const name of Object.keys(ENVIRONMENT) as EnvironmentName[]) {
    const value = variables[name]?.trim();
    if (value) environment[name] = value;
  }
  return environment;
}

function readFile(file: string): Environment {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // A home that is a file is refused where a home is needed.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return {};
    throw new ConfigError([`${file} cannot be read: ${(error as Error).message}`]);
  }
  const content = parseObject(file, text);
  const problems: string[] = [];
  const environment: Environment = {};
  for (const [name, value] of Object.entries(content)) {
    if (name === 'OPENHORDE_HOME') {
      problems.push(
        `${file} lies in OPENHORDE_HOME and so cannot say where it is; use the environment for that.`,
      );
    } else if (!Object.hasOwn(ENVIRONMENT, name)) {
      problems.push(`${file} holds ${JSON.stringify(name)}, which is not a setting.`);
    } else {
      environment[name as EnvironmentName] = typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return environment;
}

function parseObject(file: string, text: string): object {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch (error) {
    throw new ConfigError([`${file} is not JSON: ${(error as Error).message}`]);
  }
  throw new ConfigError([`${file} must hold one JSON object: {"PORT": 7001}.`]);
}
