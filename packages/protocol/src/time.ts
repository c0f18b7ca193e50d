/** Seconds of a position in samples. */
export const secondsOf = (samples: number, sampleRate: number): number => samples / sampleRate;

/** Nearest sample of a time in seconds. */
export const samplesOf = (seconds: number, sampleRate: number): number => Math.round(seconds * sampleRate);

/** The same moment at another rate, to the nearest sample. */
export const atRate = (samples: number, fromRate: number, toRate: number): number =>
  fromRate === toRate ? samples : Math.round((samples * toRate) / fromRate);

/** `1:02.480`, with hours when there are any; milliseconds are cut, not rounded, so a clock never runs ahead. */
export function formatTime(seconds: number, decimals: 0 | 1 | 3 = 3): string {
  const scale = 10 ** decimals;
  const units = Math.floor(Math.max(0, seconds) * scale + 1e-6);
  const whole = Math.floor(units / scale);
  const fraction = decimals === 0 ? '' : `.${String(units % scale).padStart(decimals, '0')}`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0
    ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}${fraction}`
    : `${minutes}:${rest}${fraction}`;
}
