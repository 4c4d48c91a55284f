export * from './comparison.ts';
export * from './ownRatings.ts';
export * from './proofOfWork.ts';
export * from './raters.ts';
