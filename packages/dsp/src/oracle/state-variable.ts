/** Plain state-variable filter (Zavalishin 2012): one sample in; low, band (1 at its centre), high and all-pass out. */
export const stateVariable = (hz: number, q: number, sampleRate: number) => {
  const g = Math.tan((Math.PI * hz) / sampleRate);
  const k = 1 / q;
  let s1 = 0;
  let s2 = 0;
  return (x: number): { low: number; band: number; high: number; turned: number } => {
    const high = (x - (g + k) * s1 - s2) / (1 + g * (g + k));
    const band = s1 + g * high;
    const low = s2 + g * band;
    s1 = band + g * high;
    s2 = low + g * band;
    return { low, band: k * band, high, turned: low - k * band + high };
  };
};
