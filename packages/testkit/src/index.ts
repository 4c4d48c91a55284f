export { createDatabase, type TestDatabase, testDatabase } from './testDatabase.ts';
