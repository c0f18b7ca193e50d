/** "−14.0"; "−∞" for silence. */
export const db = (value: number | null | undefined, digits: number): string =>
  value === null || value === undefined ? '−∞' : value.toFixed(digits).replace('-', '−');

/** "+0.41", "−1.00": a peak, where the sign matters. */
export const peak = (value: number | null, digits: number): string =>
  value !== null && value > 0 ? `+${db(value, digits)}` : db(value, digits);

/** "3:41" */
export const length = (seconds: number): string => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** "12.4 MB" */
export const megabytes = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** "48 kHz" */
export const kilohertz = (rate: number): string => `${Number((rate / 1000).toFixed(3))} kHz`;
