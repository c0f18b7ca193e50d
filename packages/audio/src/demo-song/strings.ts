import { pitchHz } from './note-text.ts';
import type { Score } from './score.ts';
import { envelope, Oscillator, place, randomSource, StateFilter, sampleRate, seedFor, type Track } from './synth.ts';

/** A plucked string (Karplus & Strong 1983; tuning after Jaffe & Smith 1983), picked at a fifth of its length. */
function pluckedString(hz: number, random: () => number): Float32Array {
  const out = new Float32Array(Math.round(2.2 * sampleRate));
  const period = sampleRate / hz - 0.5;
  const length = Math.floor(period);
  const fraction = period - length;
  const allPass = (1 - fraction) / (1 + fraction);
  const line = Float64Array.from({ length }, () => random() * 2 - 1);
  const picked = line.map((value, at) => value - line[(at + Math.floor(length / 5)) % length]!);
  const loss = 0.5 ** (1 / (hz * 0.55));
  let previous = 0;
  let passedIn = 0;
  let passedOut = 0;
  for (let frame = 0, at = 0; frame < out.length; frame += 1) {
    const value = picked[at]!;
    const damped = loss * (0.5 * value + 0.5 * previous);
    previous = value;
    passedOut = allPass * damped + passedIn - allPass * passedOut;
    passedIn = damped;
    picked[at] = passedOut;
    at = at + 1 === length ? 0 : at + 1;
    out[frame] = value * Math.min(1, (out.length - frame) / 4800);
  }
  return out;
}

const patterns = [
  [0, 2, 1, 3, 2, 1, 3, 2],
  [0, 1, 2, 3, 2, 3, 1, 2],
];

/** Picked chords in eighths; sixteenths where it gets big. Every string is a little softer after the down-beat. */
export function playGuitar(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'guitar'));
  const strings = new Map<number, Float32Array>();
  const stringAt = (pitch: number): Float32Array => {
    const known = strings.get(pitch) ?? pluckedString(pitchHz(pitch), random);
    strings.set(pitch, known);
    return known;
  };
  for (const bar of score.bars) {
    const pattern = patterns[bar.index % 2]!;
    const stride = bar.section.intensity >= 0.8 ? 1 : 2;
    for (let step = 0; step < 16; step += stride) {
      if (bar.isLast && step > 0) break;
      const order = Math.floor(step / stride);
      const pitch = bar.voicing[pattern[order % pattern.length]! % bar.voicing.length]! + (order % 8 === 5 ? 12 : 0);
      const velocity = (step % 4 === 0 ? 0.27 : step % 2 === 0 ? 0.2 : 0.13) * (0.85 + 0.3 * random());
      const late = Math.round(random() * 0.005 * sampleRate);
      place(track, stringAt(pitch), score.frameAt(bar, step) + late, velocity, order % 2 === 0 ? -0.55 : 0.55);
    }
  }
}

/** The hook: two saws and a pulse gliding from note to note, with vibrato on the long ones. */
export function playLead(score: Score, track: Track): void {
  const [left, right] = track as [Float32Array, Float32Array];
  const oscillators = [new Oscillator(0.1), new Oscillator(0.6), new Oscillator(0.3)] as const;
  const filters = [new StateFilter(), new StateFilter()] as const;
  let glide = 0;
  for (const bar of score.bars) {
    for (const note of bar.hook) {
      const target = pitchHz(note.pitch);
      if (glide === 0) glide = target;
      const held = (note.frames / sampleRate) * 0.95;
      const frames = Math.min(left.length - note.atFrame, Math.round((held + 0.12) * sampleRate));
      const level = 0.1 + 0.06 * bar.section.intensity;
      for (let frame = 0; frame < frames; frame += 1) {
        const t = frame / sampleRate;
        glide += (target - glide) * 0.0012;
        const vibrato = 1 + 0.005 * Math.min(1, Math.max(0, t - 0.3) / 0.4) * Math.sin(2 * Math.PI * 5.4 * t);
        const hz = glide * vibrato;
        if (frame % 16 === 0) {
          const corner = 900 + 3200 * bar.section.intensity * (0.4 + 0.6 * Math.exp(-t / 0.3));
          for (const filter of filters) filter.tune(corner, 1.2);
        }
        const pulse = 0.4 * oscillators[2].pulse(hz, 0.38);
        filters[0].process(oscillators[0].saw(hz * 1.0035) + pulse);
        filters[1].process(oscillators[1].saw(hz * 0.9965) + pulse);
        const gain = level * envelope(t, held, { attack: 0.012, decay: 0.7, sustain: 0.7, release: 0.12 });
        left[note.atFrame + frame] = left[note.atFrame + frame]! + filters[0].low * gain;
        right[note.atFrame + frame] = right[note.atFrame + frame]! + filters[1].low * gain;
      }
    }
  }
}
