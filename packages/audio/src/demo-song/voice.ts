import { pitchHz } from './note-text.ts';
import type { Note, Score } from './score.ts';
import { Oscillator, randomSource, StateFilter, sampleRate, seedFor, type Track } from './synth.ts';

/** Formants of sung vowels: Hz, level in dB, bandwidth in Hz (after the tables of Csound's manual, alto and tenor). */
const vowels = {
  a: [
    [760, 0, 80],
    [1180, -5, 90],
    [2750, -18, 120],
    [3500, -24, 130],
    [4950, -38, 160],
  ],
  e: [
    [430, 0, 70],
    [1720, -13, 90],
    [2650, -19, 110],
    [3400, -25, 130],
    [4950, -40, 160],
  ],
  i: [
    [340, 0, 60],
    [1950, -16, 90],
    [2800, -20, 110],
    [3600, -26, 130],
    [4950, -42, 160],
  ],
  o: [
    [460, 0, 70],
    [830, -7, 80],
    [2830, -20, 110],
    [3500, -27, 130],
    [4950, -42, 160],
  ],
  u: [
    [350, 0, 60],
    [680, -12, 70],
    [2530, -26, 110],
    [3500, -32, 130],
    [4950, -46, 160],
  ],
} as const;
type Vowel = keyof typeof vowels;
const formantCount = 5;

/** Nonsense that sings well: a consonant and a vowel per note. */
const syllables: [consonant: '' | 's' | 't' | 'm' | 'l', vowel: Vowel][] = [
  ['m', 'a'],
  ['l', 'e'],
  ['', 'i'],
  ['s', 'o'],
  ['t', 'a'],
  ['l', 'u'],
  ['m', 'o'],
  ['s', 'i'],
  ['', 'a'],
  ['l', 'o'],
  ['t', 'e'],
];

interface Singer {
  seed: number;
  /** Scales the formants: above 1 is a smaller head. */
  formantScale: number;
  gain: number;
  /** Semitones above the written melody. */
  transpose: number;
  /** Pure vowels for a choir, syllables for a lead. */
  words: boolean;
  /** Hertz off, so that a choir is not one person. */
  detune: number;
  lateSeconds: number;
}

/** One person singing: a pulse of the vocal folds and some breath through five moving resonances. */
class Throat {
  readonly #oscillator = new Oscillator();
  readonly #formants = Array.from({ length: formantCount }, () => new StateFilter());
  readonly #tone = new StateFilter();
  readonly #sibilance = new StateFilter();
  readonly #hz = new Float64Array(formantCount);
  readonly #gains = new Float64Array(formantCount);
  readonly #singer: Singer;
  readonly #random: () => number;
  #glide = 0;
  #drift = 0;

  constructor(singer: Singer) {
    this.#singer = singer;
    this.#random = randomSource(singer.seed);
    this.#sibilance.tune(6800, 0.9);
    this.#tone.tune(2600, 0.6);
  }

  sing(out: Float32Array, note: Note, syllable: (typeof syllables)[number], loudness: number): void {
    const { transpose, words, gain, detune, lateSeconds } = this.#singer;
    const [consonant, vowel] = syllable;
    const target = pitchHz(note.pitch + transpose) + detune;
    // Singers scoop up into a phrase and slide between its notes.
    if (this.#glide === 0) this.#glide = target * 0.94;
    const held = note.frames / sampleRate - 0.03;
    const from = note.atFrame + Math.round((lateSeconds + this.#random() * 0.012) * sampleRate);
    const frames = Math.min(out.length - from, Math.round((held + 0.14) * sampleRate));
    const onset = words ? 0.035 : 0.12;
    for (let frame = 0; frame < frames; frame += 1) {
      const t = frame / sampleRate;
      if (frame % 32 === 0) this.#shape(vowel, frame === 0 && this.#hz[0] === 0);
      this.#glide += (target - this.#glide) * 0.0009;
      this.#drift += (this.#random() - 0.5) * 0.00006 - this.#drift * 0.0005;
      const vibrato = 0.009 * Math.min(1, Math.max(0, t - 0.25) / 0.5) * Math.sin(2 * Math.PI * 5.3 * t);
      const pulse = this.#oscillator.saw(this.#glide * (1 + vibrato + this.#drift));
      this.#tone.process(pulse);
      const breath = (this.#random() * 2 - 1) * 0.03;
      const source = 0.75 * this.#tone.low + 0.25 * pulse + breath;
      let tone = 0;
      for (let index = 0; index < formantCount; index += 1) {
        const formant = this.#formants[index]!;
        formant.process(source);
        tone += formant.band * this.#gains[index]!;
      }
      const opening = Math.min(1, t / onset);
      const closing = t < held ? 1 : Math.exp(-(t - held) / 0.03);
      const swell = 0.85 + 0.15 * Math.sin(Math.PI * Math.min(1, t / Math.max(0.3, held)));
      const nasal = words && (consonant === 'm' || consonant === 'l') && t < 0.07 ? 0.35 + (0.65 * t) / 0.07 : 1;
      const noise = words ? this.#consonant(consonant, t) : 0;
      out[from + frame] = out[from + frame]! + (tone * opening * closing * swell * nasal + noise) * gain * loudness;
    }
  }

  /** The end of a phrase: the next one starts with a scoop again. */
  breathe(): void {
    this.#glide = 0;
  }

  /** Moves the resonances a step towards a vowel. */
  #shape(vowel: Vowel, atOnce: boolean): void {
    vowels[vowel].forEach(([hz, db, width], index) => {
      const target = hz * this.#singer.formantScale;
      const speed = atOnce ? 1 : 0.03;
      this.#hz[index] = this.#hz[index]! + (target - this.#hz[index]!) * speed;
      const level = 10 ** (db / 20) * (hz / width) ** 0.5 * 0.14;
      this.#gains[index] = this.#gains[index]! + (level - this.#gains[index]!) * speed;
      this.#formants[index]!.tune(this.#hz[index]!, this.#hz[index]! / width);
    });
  }

  #consonant(kind: (typeof syllables)[number][0], t: number): number {
    if ((kind !== 's' && kind !== 't') || t > 0.1) return 0;
    this.#sibilance.process(this.#random() * 2 - 1);
    const level = kind === 's' ? Math.sin(Math.PI * Math.min(1, t / 0.09)) * 0.1 : Math.exp(-t / 0.008) * 0.16;
    return this.#sibilance.band * level;
  }
}

function singPhrases(score: Score, out: Float32Array, singer: Singer, sings: (section: string) => boolean): void {
  const throat = new Throat(singer);
  let word = 0;
  let phraseEnd = 0;
  for (const bar of score.bars) {
    if (!sings(bar.section.name)) continue;
    for (const note of bar.voice) {
      if (note.atFrame > phraseEnd + sampleRate * 0.2) throat.breathe();
      const syllable = syllables[word % syllables.length]!;
      throat.sing(out, note, syllable, 0.7 + 0.4 * bar.section.intensity);
      word += 1;
      phraseEnd = note.atFrame + note.frames;
    }
  }
}

/** The lead singer, in the middle. */
export function playVoice(score: Score, track: Track): void {
  const seed = seedFor(score.song.seed, 'voice');
  const lead = { seed, formantScale: 1.04, gain: 0.3, transpose: 0, words: true, detune: 0, lateSeconds: 0.008 };
  singPhrases(score, track[0]!, lead, () => true);
}

/** Two backing singers a side in the choruses: an octave below and a doubling. */
export function playChoir(score: Score, track: Track): void {
  const seed = seedFor(score.song.seed, 'choir');
  const sings = (section: string) => section === 'chorus';
  track.forEach((out, side) => {
    const common = { words: false, gain: 0.11 };
    const low = {
      ...common,
      seed: seed + side,
      formantScale: 0.94,
      transpose: -12,
      detune: side - 0.5,
      lateSeconds: 0.02,
    };
    const same = {
      ...common,
      seed: seed + side + 2,
      formantScale: 1.09,
      transpose: 0,
      detune: 1.2 - side * 2.4,
      lateSeconds: 0.028,
    };
    singPhrases(score, out, low, sings);
    singPhrases(score, out, same, sings);
  });
}
