import { describe, expect, it } from 'vitest';
import { serviceLevels } from './service-levels.ts';

const version = (integratedLufs: number | null, truePeakDbtp: number | null) => ({
  id: 'v',
  fileId: 'f',
  sampleRate: 48_000,
  frames: 48_000,
  channels: 2,
  segments: { codec: 'flac' as const, count: 1, framesPerSegment: 240_000, exponent: 0 },
  integratedLufs,
  truePeakDbtp,
});
const gainOn = (name: string, integratedLufs: number | null, truePeakDbtp: number | null): number =>
  serviceLevels()
    .find((each) => each.name === name)!
    .gainDbOf(version(integratedLufs, truePeakDbtp));

describe('serviceLevels', () => {
  it('offers every service and every setting of it once', () => {
    const names = serviceLevels().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['Spotify', 'Spotify, Loud', 'Spotify, Quiet', 'Apple Music', 'YouTube']),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('turns loud masters down to what the listener has chosen', () => {
    expect(gainOn('Spotify', -9, -1)).toBe(-5);
    expect(gainOn('Spotify, Loud', -9, -1)).toBe(-2);
    expect(gainOn('YouTube', -9, -1)).toBe(-5);
  });

  it('turns quiet ones up where the service does, as far as the peak goes', () => {
    expect(gainOn('Spotify', -20, -10)).toBe(6);
    expect(gainOn('Spotify', -20, -4)).toBe(3);
    expect(gainOn('YouTube', -20, -10)).toBe(0);
  });

  it('leaves alone what was not measured', () => {
    expect(gainOn('Spotify', null, null)).toBe(0);
    expect(gainOn('Spotify', -9, null)).toBe(0);
  });
});
