/** Every endpoint, by name. */
export * as routes from './table.ts';
