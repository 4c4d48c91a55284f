export { until } from './kill/until.ts';
export { MemoryBus } from './memoryBus.ts';
export { PICTURE, PICTURE_BASE64, upload } from './picture.ts';
export * from './receiver.ts';
export { type SeededWorld, seededWorld } from './seededWorld.ts';
export { createDatabase, type TestDatabase, testDatabase } from './testDatabase.ts';
export {
  type CallOptions,
  startTestHorde,
  type TestAnswer,
  type TestHorde,
  type TestUser,
} from './testHorde.ts';
export { startTwoNodes, type TwoNodes } from './twoNodes.ts';
