export * from './admission.ts';
export { alchemyEligibility } from './eligibility.ts';
export * from './forms.ts';
export type { AlchemyReason, AlchemySkip } from './predicates.ts';
export * from './prices.ts';
export * from './records.ts';
export * from './states.ts';
export * from './tiles.ts';
export * from './times.ts';
