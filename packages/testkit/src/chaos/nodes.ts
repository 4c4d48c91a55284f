import { rm } from 'node:fs/promises';
import { type Database, openDatabase } from '@openhorde/server/platform/db.ts';
import { HordeProcess, hordeFolder } from '../kill/hordeProcess.ts';
import { createDatabase } from '../testDatabase.ts';

/** Two nodes, each in a process of its own, on one database and one folder. */
export class Nodes {
  readonly all: readonly HordeProcess[];
  /** Ours, to look and to break things. */
  readonly database: Database;
  readonly #drop: () => Promise<void>;

  constructor(all: readonly HordeProcess[], database: Database, drop: () => Promise<void>) {
    this.all = all;
    this.database = database;
    this.#drop = drop;
  }

  static async start(): Promise<Nodes> {
    const made = await createDatabase();
    const home = await hordeFolder();
    const drop = async () => {
      await made.drop();
      await rm(home, { recursive: true, force: true });
    };
    // One after the other: the first one makes the secrets that both use.
    const all = [await HordeProcess.join(home, made.url), await HordeProcess.join(home, made.url)];
    return new Nodes(all, openDatabase({ url: made.url, connectionsMax: 2 }), drop);
  }

  get up(): HordeProcess[] {
    return this.all.filter(node => node.isUp);
  }

  /** Ends connections of nodes, as a network does: those that they hear each other on, or those that they work on. */
  async cut(what: 'bus' | 'work'): Promise<void> {
    await this.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = $1
         AND ($1 <> 'openhorde' OR random() < 0.3)`,
      [what === 'bus' ? 'openhorde bus' : 'openhorde'],
    );
  }

  async discard(): Promise<void> {
    await Promise.all(this.all.map(node => node.kill()));
    await this.database.close();
    await this.#drop();
  }
}
