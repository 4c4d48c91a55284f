import os from 'node:os';

const MEGABYTE = 1024 * 1024;

export interface ServerSettings {
  port: number;
  /** Folder of the Unix socket; absent: TCP on the loopback address. */
  socketFolder?: string;
  /** false only for tests: a crash of the machine may lose everything. */
  durable: boolean;
}

/**
 * Arguments for `postgres`. Given on the command line at each start, so that a newer version of this program brings
 * its own settings to old folders.
 */
export function serverArguments(cluster: string, settings: ServerSettings): string[] {
  const values = { ...common(settings), ...(settings.durable ? durable() : throwaway()) };
  return ['-D', cluster, ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function common({ port, socketFolder }: ServerSettings): Record<string, string | number> {
  return {
    port,
    listen_addresses: socketFolder ? '' : '127.0.0.1',
    unix_socket_directories: socketFolder ?? '',
    max_connections: 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Our statements are short and many: compiling or spreading one over processes costs more than it runs.
    jit: 'off',
    max_parallel_workers_per_gather: 0,
    random_page_cost: 1.1,
    // A transaction left open keeps dead rows of every table alive.
    idle_in_transaction_session_timeout: '60s',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    // The password is 32 random bytes; stretching it would only slow connecting down.
    scram_iterations: 1,
  };
}

function durable(): Record<string, string | number> {
  const memory = os.totalmem() / MEGABYTE;
  return {
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: `${Math.round(Math.min(512, Math.max(64, memory / 8)))}MB`,
    effective_cache_size: `${Math.round(memory / 2)}MB`,
    // Many small commits: fewer checkpoints, so fewer full pages in the log.
    wal_buffers: '16MB',
    min_wal_size: '160MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    // Rows of requests and jobs live for minutes; their tables are swept often and little.
    autovacuum_naptime: '15s',
    autovacuum_vacuum_scale_factor: 0.05,
    autovacuum_vacuum_cost_delay: '1ms',
  };
}

function throwaway(): Record<string, string | number> {
  return {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    shared_buffers: '64MB',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_wal_size: '2GB',
    checkpoint_timeout: '1h',
    max_connections: 200,
    io_method: 'sync',
  };
}
