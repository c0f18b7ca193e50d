// What the host sees: plain functions over handles. One wasm instance serves one engine.
export { parameterPointer } from './parameters';
export * from './loudness';
export * from './mix';
export * from './master';
export * from './dither';
export * from './resampler';
export * from './processor';
export * from './transform';
