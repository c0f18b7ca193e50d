/** Throws a RangeError that names the bounds of the engine. */
export const checkSampleRate = (sampleRate: number): void => {
  if (!Number.isFinite(sampleRate) || sampleRate < 8000 || sampleRate > 192_000) {
    throw new RangeError(`The engine works at 8 to 192 kHz; ${sampleRate} Hz is outside`);
  }
};

export const checkChannels = (channels: number): void => {
  if (!Number.isInteger(channels) || channels < 1 || channels > 8) {
    throw new RangeError(`The engine takes 1 to 8 channels; ${channels} is outside`);
  }
};
