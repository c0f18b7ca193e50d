export { fractionalTaps, shiftReach } from './diff/fractional-shift.ts';
export * from './testing/made-files.ts';
export * from './testing/mutants.ts';
