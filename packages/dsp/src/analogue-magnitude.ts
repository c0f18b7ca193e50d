import type { EqBandSettings } from './settings.ts';

/**
 * Analogue prototypes of the EQ bands: what the digital ones are meant to be, at any frequency. RBJ cookbook for bell,
 * shelves and notch, Butterworth for the pass filters.
 */
export const analogueMagnitude = (band: EqBandSettings, hz: number): number => {
  const x = hz / band.frequencyHz;
  const x2 = x * x;
  const gain = 10 ** (band.gainDb / 20);
  const A = Math.sqrt(gain);
  const { q } = band;
  switch (band.type) {
    case 'bell':
      return Math.sqrt(((1 - x2) ** 2 + ((A * x) / q) ** 2) / ((1 - x2) ** 2 + (x / (A * q)) ** 2));
    case 'notch':
      return Math.sqrt((1 - x2) ** 2 / ((1 - x2) ** 2 + (x / q) ** 2));
    case 'lowShelf': {
      const damping = (A * x2) / (q * q);
      return A * Math.sqrt(((A - x2) ** 2 + damping) / ((1 - A * x2) ** 2 + damping));
    }
    case 'highShelf': {
      const damping = (A * x2) / (q * q);
      return A * Math.sqrt(((1 - A * x2) ** 2 + damping) / ((A - x2) ** 2 + damping));
    }
    case 'tilt':
      return Math.sqrt((gain * gain * x2 + 1) / (x2 + gain * gain));
    case 'highPass':
    case 'lowPass': {
      const y = band.type === 'lowPass' ? x2 : 1 / x2;
      const order = (band.slopeDbPerOctave ?? 12) / 6;
      if (order === 2) return 1 / Math.sqrt((1 - y) ** 2 + y / (q * q));
      return 1 / Math.sqrt(1 + y ** order);
    }
  }
};
