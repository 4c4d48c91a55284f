import { existsSync, readFileSync } from 'node:fs';

/** The first of these files that stands, parsed; undefined when none does. Paths are relative to this folder. */
export function readFirstJson(...paths: string[]): unknown {
  const url = paths.map(path => new URL(path, import.meta.url)).find(existsSync);
  return url && JSON.parse(readFileSync(url, 'utf8'));
}
