/**
 * The one IndexedDB of the app: pictures and their files apart, so that a list of thousands loads without a
 * single full-size byte. Versioned: add an `if (from < n)` step, never change an old one.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Job } from '../jobs/job.ts';
import type { Picture } from './picture.ts';

interface HordeDb extends DBSchema {
  pictures: { key: string; value: Picture; indexes: { createdAtMs: number } };
  /** Picture id -> the file as the worker delivered it. */
  files: { key: string; value: Blob };
  /** Picture id -> a copy of at most 360 px. */
  thumbs: { key: string; value: Blob };
  jobs: { key: string; value: Job };
  /** Loose ends that must survive a reload, such as the source picture of the form. */
  drafts: { key: string; value: Blob };
}

export type Db = IDBPDatabase<HordeDb>;

const NAME = 'openhorde';
const VERSION = 1;

let opened: Promise<Db> | undefined;

/** Opens the database once. @throws when the browser forbids storage (private windows of some browsers) */
export function openHordeDb(): Promise<Db> {
  opened ??= openDB<HordeDb>(NAME, VERSION, {
    upgrade(db, from) {
      if (from < 1) {
        db.createObjectStore('pictures', { keyPath: 'id' }).createIndex('createdAtMs', 'createdAtMs');
        db.createObjectStore('files');
        db.createObjectStore('thumbs');
        db.createObjectStore('jobs', { keyPath: 'id' });
        db.createObjectStore('drafts');
      }
    },
    // A newer version of the app in another tab wants to migrate: let it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  });
  return opened;
}
