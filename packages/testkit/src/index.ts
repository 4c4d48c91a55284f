export { MemoryBus } from './memoryBus.ts';
export { createDatabase, type TestDatabase, testDatabase } from './testDatabase.ts';
export { type CallOptions, startTestHorde, type TestAnswer, type TestHorde, type TestUser } from './testHorde.ts';
