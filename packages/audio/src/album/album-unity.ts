/** What is compared: below and above, recordings differ by rumble and by encoders rather than by tone. */
const fromHz = 31.5;
const toHz = 16_000;
/** A band this far under the loudest counts as being there: what is hardly heard must not decide. */
const hardlyHeardDb = 60;

/** Of `Analysis`: loudness and bands of a third of an octave. */
export interface SongSound {
  loudness: { integratedLufs: number | null };
  spectrum: { thirdOctaveDb: readonly { hz: number; db: number | null }[] };
}

export interface AlbumUnity {
  /** Loudest against quietest song, integrated. */
  spreadLu: number;
  /** Mean over all pairs of songs of the difference of their spectra by thirds of an octave, 31.5 Hz to 16 kHz (RMS), levels apart. */
  toneDistanceDb: number;
}

/** How far the songs of an album are from each other. Both are 0 for one song. */
export function albumUnity(songs: readonly SongSound[]): AlbumUnity {
  const levels = songs.flatMap(({ loudness }) => loudness.integratedLufs ?? []);
  const tones = songs.map(toneOf);
  const distances = tones.flatMap((tone, at) => tones.slice(at + 1).map((other) => distanceDb(tone, other)));
  return {
    spreadLu: levels.length > 0 ? Math.max(...levels) - Math.min(...levels) : 0,
    toneDistanceDb: distances.length > 0 ? mean(distances) : 0,
  };
}

/** The spectrum of a song without its level: dB around the mean of its bands. Bands without any sound are left out. */
export function toneOf({ spectrum }: SongSound): ReadonlyMap<number, number> {
  const bands = spectrum.thirdOctaveDb.flatMap(({ hz, db }) =>
    db !== null && hz >= fromHz && hz <= toHz ? [{ hz, db }] : [],
  );
  if (bands.length === 0) return new Map();
  const floor = Math.max(...bands.map(({ db }) => db)) - hardlyHeardDb;
  const heard = bands.map(({ hz, db }) => ({ hz, db: Math.max(db, floor) }));
  const middle = mean(heard.map(({ db }) => db));
  return new Map(heard.map(({ hz, db }) => [hz, db - middle]));
}

function distanceDb(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): number {
  const apart = [...one].flatMap(([hz, db]) => (other.has(hz) ? db - other.get(hz)! : []));
  if (apart.length === 0) return 0;
  const offset = mean(apart);
  return Math.sqrt(mean(apart.map((db) => (db - offset) ** 2)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
