import pino, { type DestinationStream, type Logger } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The program's log: JSON lines, or readable ones when a person looks on and `pino-pretty` is installed.
 * Keys and passwords never reach it, even where code logs a whole request.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    redact: {
      paths: [
        'apikey',
        '*.apikey',
        'headers.apikey',
        'headers.authorization',
        'headers.cookie',
        'req.headers.apikey',
        'req.headers.authorization',
        'req.headers.cookie',
      ],
      censor: '…',
    },
  };
  if (destination) return pino(options, destination);
  if (process.stdout.isTTY && hasPretty()) {
    return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } });
  }
  return pino(options);
}

function hasPretty(): boolean {
  try {
    import.meta.resolve('pino-pretty');
    return true;
  } catch {
    return false;
  }
}
