import { readFile, stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { NetworkMap, parseAddress, parseNetwork } from '../../../platform/networks.ts';
import type { SafetyProvider, Verdict } from './safety.ts';

/** Networks as text: one on a line, single addresses too; what follows a # is for people. */
export function readNetworks(text: string): { networks: NetworkMap<true>; lines: number; wrong: number } {
  const networks = new NetworkMap<true>();
  let lines = 0;
  let wrong = 0;
  for (const line of text.split('\n')) {
    const entry = line.replace(/#.*/, '').trim();
    if (entry === '') continue;
    lines += 1;
    const network = networkOf(entry);
    if (network === undefined) wrong += 1;
    else networks.set(network, true);
  }
  return { networks, lines, wrong };
}

/** @returns a single address as a network of one; undefined for a text that is neither */
export function networkOf(entry: string): string | undefined {
  if (entry.includes('/')) return parseNetwork(entry);
  const address = parseAddress(entry);
  return address && `${address}/${address.includes(':') ? 128 : 32}`;
}

interface OpenedFile {
  path: string;
  changedAtMs: number;
  networks: NetworkMap<true>;
}

/** The operator's lists of networks that hide people. They are read again when they have changed. */
export class NetworkLists implements SafetyProvider {
  #files: OpenedFile[] = [];
  readonly #paths: readonly string[];
  readonly #log: Pick<Logger, 'info' | 'warn'>;

  constructor(paths: readonly string[], log: Pick<Logger, 'info' | 'warn'>) {
    this.#paths = paths;
    this.#log = log;
  }

  /** @throws Error, a sentence for the operator, when a file cannot be read */
  async load(): Promise<void> {
    this.#files = await Promise.all(
      this.#paths.map(async path => {
        const known = this.#files.find(file => file.path === path);
        try {
          const changedAtMs = (await stat(path)).mtimeMs;
          return known?.changedAtMs === changedAtMs ? known : await this.#read(path, changedAtMs);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new Error(`UNSAFE_NETWORKS names ${path}, which cannot be read: ${reason}`, { cause: error });
        }
      }),
    );
  }

  known(ip: string): Verdict {
    return this.#files.some(({ networks }) => networks.has(ip)) ? 'unsafe' : 'safe';
  }

  async ask(ip: string): Promise<Verdict> {
    return this.known(ip);
  }

  async #read(path: string, changedAtMs: number): Promise<OpenedFile> {
    const { networks, lines, wrong } = readNetworks(await readFile(path, 'utf8'));
    this.#log.info({ path, lines, wrong }, 'networks of unsafe addresses are read');
    if (wrong > 0)
      this.#log.warn({ path, wrong }, 'lines that hold neither an address nor a network were skipped');
    return { path, changedAtMs, networks };
  }
}
