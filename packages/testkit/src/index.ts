export { MemoryBus } from './memoryBus.ts';
export { createDatabase, type TestDatabase, testDatabase } from './testDatabase.ts';
