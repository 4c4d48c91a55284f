import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { type Environment, readEnvironment } from './environment.ts';
import { KEYS, KEYS_WITHOUT_EFFECT, type WorkerConfig } from './keys.ts';
import { KeyProblem } from './kinds.ts';

export type { WorkerConfig };

/** A configuration that cannot be used; one sentence for each thing that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export interface ReadConfig {
  config: WorkerConfig;
  /** Sentences about what was changed or not understood. */
  warnings: string[];
}

/**
 * Reads `bridgeData.yaml` (or the same as JSON), with the environment above it.
 * @param file null: the environment alone
 * @throws ConfigError
 */
export async function readWorkerConfig(file: string | null, env: Environment): Promise<ReadConfig> {
  const written = file === null ? {} : await readValues(file);
  const { values, problems } = readEnvironment(env);
  if (problems.length > 0) throw new ConfigError(problems);
  return workerConfigFrom({ ...withoutAliases(written), ...values });
}

/**
 * Checks values under their names in the file and fills up the rest with defaults.
 * @throws ConfigError
 */
export function workerConfigFrom(written: Record<string, unknown>): ReadConfig {
  const values = withoutAliases(written);
  const problems: string[] = [];
  const refused = new Set<string>();
  const entries = Object.entries(KEYS).map(([name, { yaml, kind, fallback }]) => {
    try {
      return [name, values[yaml] === undefined ? fallback : kind.parse(values[yaml])];
    } catch (error) {
      if (!(error instanceof KeyProblem)) throw error;
      problems.push(`${yaml}: ${error.message}`);
      refused.add(yaml);
      return [name, fallback];
    }
  });
  const config = Object.fromEntries(entries) as WorkerConfig;
  problems.push(...missing(config, refused));
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, warnings: [...unknownKeys(values), ...settle(config)] };
}

/** @param refused keys of which something is said already */
function missing(config: WorkerConfig, refused: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  if (refused.has('api_key')) {
    // Said already.
  } else if (config.apiKey === '' || config.apiKey === '0000000000') {
    problems.push('api_key: a worker needs the key of a registered user; anonymous users cannot own workers');
  } else if (!/^[\x21-\x7e]+$/.test(config.apiKey)) {
    problems.push('api_key: holds characters that cannot be part of a key');
  }
  if (config.dreamerName === '') config.dreamerName = config.workerName;
  if (config.dreamerName === '' && !refused.has('dreamer_name')) {
    problems.push('dreamer_name: the worker needs a name of its own, unlike any other on this horde');
  }
  return problems;
}

const SLOW_PRELOAD_SECONDS_MIN = 120;

/** Makes settings that contradict each other agree, and says so (spec `worker.md` §2.2 and §2.3). */
function settle(config: WorkerConfig): string[] {
  const warnings: string[] = [];
  const change = <Name extends keyof WorkerConfig>(name: Name, value: WorkerConfig[Name], why: string) => {
    if (config[name] === value) return;
    config[name] = value;
    warnings.push(`${KEYS[name].yaml} is taken as ${value}, because ${why}`);
  };
  if (!config.allowImg2img) {
    change('allowPainting', false, 'allow_img2img is off');
    change('allowControlnet', false, 'allow_img2img is off');
  }
  if (!config.allowControlnet) change('allowSdxlControlnet', false, 'allow_controlnet is off');
  if (config.extraSlowWorker) {
    change('queueSize', 0, 'the worker calls itself extra slow');
    change('maxThreads', 1, 'the worker calls itself extra slow');
    const preloadSeconds = Math.max(SLOW_PRELOAD_SECONDS_MIN, config.preloadTimeoutSeconds);
    change('preloadTimeoutSeconds', preloadSeconds, 'the worker calls itself extra slow');
  }
  if (config.maxThreads >= 2 && config.queueSize > 3) {
    change('queueSize', 3, 'that is enough with more than one thread');
  }
  return warnings;
}

function unknownKeys(values: Record<string, unknown>): string[] {
  const known = new Set(Object.values(KEYS).map(({ yaml }) => yaml));
  const strange = Object.keys(values).filter(name => !known.has(name));
  const [idle, wrong] = [true, false].map(match =>
    strange.filter(name => KEYS_WITHOUT_EFFECT.has(name) === match),
  );
  return [
    ...(idle?.length ? [`These settings of other workers have no effect here: ${idle.join(', ')}`] : []),
    ...(wrong ?? []).map(name => `${name} is no setting of this worker; is there a typing error?`),
  ];
}

function withoutAliases(written: Record<string, unknown>): Record<string, unknown> {
  const names = new Map(
    Object.values(KEYS).flatMap(({ yaml, aliases }) => aliases.map(alias => [alias, yaml])),
  );
  return Object.fromEntries(Object.entries(written).map(([name, value]) => [names.get(name) ?? name, value]));
}

async function readValues(file: string): Promise<Record<string, unknown>> {
  const name = path.basename(file);
  const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    const sentence = `There is no ${file}. Copy bridgeData.template.yaml to ${name} and fill in your key and a name`;
    throw new ConfigError([sentence]);
  });
  const withBackslash = source.split('\n').flatMap((line, i) => {
    return line.includes('\\') && !line.trim().startsWith('#') ? [`${name}, line ${i + 1}`] : [];
  });
  if (withBackslash.length > 0) {
    throw new ConfigError(withBackslash.map(place => `${place}: write / instead of \\, also in paths`));
  }
  const values = parsed(source, name);
  if (values === null) return {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new ConfigError([`${name}: should hold lines of the form "name: value"`]);
  }
  return values as Record<string, unknown>;
}

/**
 * The value of a YAML text. A fault is told by its place: the parser's own sentences repeat parts of the text, and
 * there may be a key in them.
 * @throws ConfigError
 */
function parsed(source: string, name: string): unknown {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map(({ pos, code }) => {
    const { line, col } = lines.linePos(pos[0]);
    const what = code === 'DUPLICATE_KEY' ? 'this setting stands there twice' : `this is no YAML (${code})`;
    return `${name}, line ${line}, column ${col}: ${what}`;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  try {
    return document.toJS();
  } catch {
    throw new ConfigError([`${name}: text that begins with * or & has to stand between quotes`]);
  }
}
