import ipaddr from 'ipaddr.js';
import { ENVIRONMENT, type Environment, type EnvironmentName } from './env.ts';

const TOGGLES = new Map([
  ['1', true],
  ['on', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['off', false],
  ['false', false],
  ['no', false],
]);

const isHost = (text: string): boolean =>
  ipaddr.isValid(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text);

/** Reads one name after another and gathers what is wrong, so that all of it can be said at once. */
export class Reader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  number(name: EnvironmentName, min: number): number | undefined {
    const text = this.#environment[name];
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value < min) {
      return this.#wrong(name, `must be a number from ${min} on`, undefined);
    }
    return value;
  }

  integer(name: EnvironmentName, fallback: number, min: number, max: number): number {
    const text = this.#environment[name];
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      return this.#wrong(name, `must be a whole number from ${min} to ${max}`, fallback);
    }
    return value;
  }

  /** Bytes that are given in MiB; what the table of names says where nothing is. */
  megabytes(name: EnvironmentName, least = 1): number {
    return this.integer(name, Number(ENVIRONMENT[name].fallback), least, 1_000_000) * 1024 * 1024;
  }

  toggle(name: EnvironmentName, fallback: boolean): boolean {
    const text = this.#environment[name];
    if (text === undefined) return fallback;
    return TOGGLES.get(text.toLowerCase()) ?? this.#wrong(name, 'must be on or off', fallback);
  }

  choice<const Value extends string>(
    name: EnvironmentName,
    values: readonly Value[],
    fallback: Value,
  ): Value {
    const text = this.#environment[name];
    if (text === undefined) return fallback;
    const found = values.find(value => value === text.toLowerCase());
    return found ?? this.#wrong(name, `must be one of ${values.join(', ')}`, fallback);
  }

  /** A host name or an IP address. */
  host(name: EnvironmentName, fallback: string): string {
    const text = this.#environment[name] ?? fallback;
    if (isHost(text)) return text;
    return this.#wrong(name, 'must be a host name or an IP address, without port', fallback);
  }

  /** In small letters. */
  hosts(name: EnvironmentName): string[] {
    const list = this.list(name).map(host => host.toLowerCase());
    if (list.every(isHost)) return list;
    return this.#wrong(name, 'must hold host names or IP addresses, without scheme and port', []);
  }

  /** The address as it was given, once it proves to be one. */
  url(name: EnvironmentName, protocols: readonly string[]): string | undefined {
    const text = this.#environment[name];
    if (text === undefined) return undefined;
    // A database address may leave the host out (Unix socket), which the URL class does not accept.
    const url = URL.parse(text.replace('@/', '@localhost/'));
    if (url && protocols.includes(url.protocol)) return text;
    return this.#wrong(
      name,
      `must be an address that begins with ${protocols.map(p => `${p}//`).join(' or ')}`,
      undefined,
    );
  }

  /** A JSON list of texts, or texts with commas between. */
  list(name: EnvironmentName): string[] {
    const text = this.#environment[name];
    if (text === undefined) return [];
    if (!text.startsWith('[')) {
      return text
        .split(',')
        .map(part => part.trim())
        .filter(part => part !== '');
    }
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list) && list.every(part => typeof part === 'string')) return list;
    } catch {
      // Said below.
    }
    return this.#wrong(name, 'must be a JSON list of texts, or texts with commas between', []);
  }

  networks(name: EnvironmentName, fallback: string[]): string[] {
    if (this.#environment[name] === undefined) return fallback;
    const list = this.list(name);
    const isNetwork = (text: string) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
    if (list.every(isNetwork)) return list;
    return this.#wrong(name, 'must hold IP addresses or networks like 10.0.0.0/8', fallback);
  }

  aliases(name: EnvironmentName): string[] {
    const list = this.list(name);
    if (list.every(alias => /.#\d+$/.test(alias))) return list;
    return this.#wrong(name, 'must hold aliases like Ada#1', []);
  }

  /** Numbers of accounts, as a JSON list or with commas between. */
  numbers(name: EnvironmentName, fallback: number[]): number[] {
    const text = this.#environment[name];
    if (text === undefined) return fallback;
    const list = text.replace(/^\[|\]$/g, '').split(',');
    const numbers = list.map(part => part.trim()).filter(part => part !== '');
    if (numbers.every(part => /^\d{1,10}$/.test(part))) return numbers.map(Number);
    return this.#wrong(name, 'must hold numbers of accounts, like 1,7', fallback);
  }

  #wrong<Value>(name: EnvironmentName, demand: string, instead: Value): Value {
    this.problems.push(`${name} ${demand}.`);
    return instead;
  }
}
