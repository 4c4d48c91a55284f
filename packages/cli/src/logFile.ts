import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createLog } from '@openhorde/server';
import pino from 'pino';

/** The log of a node that shares its terminal with a person: lines of JSON in `logs/server.log` of its home. */
export async function openLogFile(home: string) {
  const folder = path.join(home, 'logs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Addresses of people stand in it.
  await chmod(folder, 0o700);
  const file = path.join(folder, 'server.log');
  return createLog('info', pino.destination({ dest: file, sync: false, mode: 0o600 }));
}
