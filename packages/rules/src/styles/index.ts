export * from './limits.ts';
export * from './names.ts';
export * from './params.ts';
export * from './prompts.ts';
