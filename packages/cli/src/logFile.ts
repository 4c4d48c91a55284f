import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createLog } from '@openhorde/server';
import pino from 'pino';

/** The log of a node that shares its terminal with a person: lines of JSON in `logs/server.log` of its home. */
export async function openLogFile(home: string) {
  const folder = path.join(home, 'logs');
  await mkdir(folder, { recursive: true });
  return createLog('info', pino.destination({ dest: path.join(folder, 'server.log'), sync: false }));
}
