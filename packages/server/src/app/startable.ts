import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Config } from './config.ts';
import { ConfigError } from './env.ts';

// What a node would find out late, when a database has been made already, is found out before anything is done.

/** Makes the home folder where there is none. @throws ConfigError when nothing can be written there */
export async function prepareHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError([
      `${sentenceOfHome(home, codeOf(error))} Name another folder with OPENHORDE_HOME.`,
    ]);
  }
}

function sentenceOfHome(home: string, code: string): string {
  switch (code) {
    case 'EROFS':
      return `The folder ${home} lies on a disk that can only be read.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `There is no room left for the folder ${home}.`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `A file is in the way of the folder ${home}.`;
    default:
      return `This user may not write into the folder ${home} (${code}).`;
  }
}

/** @throws ConfigError when a server could not listen there */
export async function assertPortFree({ host, port }: Pick<Config['http'], 'host' | 'port'>): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ host, port }, resolve));
  } catch (error) {
    throw new ConfigError([sentenceOfPort(host, port, codeOf(error))]);
  } finally {
    if (probe.listening) await new Promise(resolve => probe.close(resolve));
  }
}

function sentenceOfPort(host: string, port: number, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use, perhaps by another OpenHorde. Stop what uses it, or choose another one with PORT.`;
    case 'EACCES':
    case 'EPERM':
      return `This user may not listen on port ${port}. Choose one from 1024 on with PORT.`;
    default:
      return `HOST is ${host}, which is no address of this machine (${code}). 0.0.0.0 means all that it has.`;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
