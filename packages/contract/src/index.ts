export * from './defaults.ts';
export * from './define.ts';
export * from './enums.ts';
export * from './returnCodes.ts';
export * from './route.ts';
export * from './routes/index.ts';
export * from './schemas/index.ts';
