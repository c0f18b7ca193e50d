// What the host sees: plain functions over handles. One wasm instance serves one engine.
export { parameterPointer } from './parameters';
export {
  meterCapacity,
  meterCreate,
  meterInput,
  meterProcess,
  meterRead,
  meterSetWeights,
  meterSteps,
  meterTakeSteps,
} from './loudness';
export {
  spectrumBinHz,
  spectrumBins,
  spectrumClearSums,
  spectrumCreate,
  spectrumHop,
  spectrumInput,
  spectrumOnsets,
  spectrumPitches,
  spectrumPower,
  spectrumProcess,
  spectrumSteadyPower,
  spectrumSums,
  spectrumTakeOnsets,
  spectrumWindows,
} from './spectrum';
export * from './analyser';
export * from './bank';
export * from './desk';
export * from './master';
export * from './dither';
export * from './resampler';
export * from './pcm';
export * from './processor';
export * from './transform';
