export { MemoryBus } from './memoryBus.ts';
export { type SeededWorld, seededWorld } from './seededWorld.ts';
export { createDatabase, type TestDatabase, testDatabase } from './testDatabase.ts';
export {
  type CallOptions,
  startTestHorde,
  type TestAnswer,
  type TestHorde,
  type TestUser,
} from './testHorde.ts';
