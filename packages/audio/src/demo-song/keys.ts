import { pitchHz } from './note-text.ts';
import type { Score } from './score.ts';
import { envelope, Oscillator, place, randomSource, StateFilter, sampleRate, seedFor, type Track } from './synth.ts';

/** Electric piano: a sine pushed by a sine, and a short bell of the tine (Chowning 1973). */
function pianoNote(hz: number, held: number, velocity: number): Float32Array {
  const seconds = held + 0.35;
  const out = new Float32Array(Math.round(seconds * sampleRate));
  const decay = Math.max(0.5, 2.4 - hz / 500);
  for (let frame = 0; frame < out.length; frame += 1) {
    const t = frame / sampleRate;
    const angle = 2 * Math.PI * hz * t;
    const index = velocity * (0.35 + 1.5 * Math.exp(-t / 0.35));
    const tine = t < 0.4 ? 0.1 * velocity * Math.sin(angle * 14) * Math.exp(-t / 0.05) : 0;
    const level = envelope(t, held, { attack: 0.003, decay, sustain: 0.05, release: 0.3 });
    out[frame] = (Math.sin(angle + index * Math.sin(angle)) + tine) * level * velocity;
  }
  return out;
}

/** Chords: long and rolled when it is quiet, a syncopated comp when the band plays. */
export function playKeys(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'keys'));
  for (const bar of score.bars) {
    const { intensity } = bar.section;
    const stabs =
      intensity < 0.45
        ? [[0, 15]]
        : intensity < 0.8
          ? [
              [0, 6],
              [7, 7],
            ]
          : [
              [0, 3],
              [3, 3],
              [6, 4],
              [10, 5],
            ];
    for (const [step = 0, length = 1] of stabs) {
      bar.voicing.forEach((pitch, voice) => {
        const roll = (intensity < 0.45 ? 0.028 : 0.006) * voice * sampleRate;
        const from = score.frameAt(bar, step) + Math.round(roll + random() * 0.004 * sampleRate);
        const held = (score.frameAt(bar, step + length) - score.frameAt(bar, step)) / sampleRate;
        const velocity = (step === 0 ? 0.8 : 0.62) * (0.9 + 0.2 * random());
        place(track, pianoNote(pitchHz(pitch), held, velocity), from, 0.13, -0.45 + voice * 0.3);
      });
    }
  }
}

/** Slow strings: three detuned saws a note, a filter that opens with the section. */
export function playPad(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'pad'));
  const [left, right] = track as [Float32Array, Float32Array];
  for (const bar of score.bars) {
    if (bar.section.name === 'verse' && bar.barInSection < 4) continue;
    const from = score.frameAt(bar, 0);
    const held = (score.frameAt(bar, 16) - from) / sampleRate;
    const frames = Math.min(left.length - from, Math.round((held + 0.7) * sampleRate));
    for (const pitch of bar.voicing) {
      const hz = pitchHz(pitch);
      const voices = [-0.006, 0, 0.0065].map((detune) => ({ hz: hz * (1 + detune), saw: new Oscillator(random()) }));
      const leftFilter = new StateFilter();
      const rightFilter = new StateFilter();
      for (let frame = 0; frame < frames; frame += 1) {
        const t = frame / sampleRate;
        if (frame % 32 === 0) {
          const sweep = Math.sin(2 * Math.PI * 0.11 * ((from + frame) / sampleRate));
          const corner = 500 + 1700 * bar.section.intensity * (1 + 0.3 * sweep);
          leftFilter.tune(corner, 0.8);
          rightFilter.tune(corner * 1.07, 0.8);
        }
        const low = voices[0]!.saw.saw(voices[0]!.hz);
        const middle = voices[1]!.saw.saw(voices[1]!.hz);
        const high = voices[2]!.saw.saw(voices[2]!.hz);
        leftFilter.process(low + 0.7 * middle + 0.3 * high);
        rightFilter.process(high + 0.7 * middle + 0.3 * low);
        const level = 0.028 * envelope(t, held, { attack: 0.35, decay: 3, sustain: 0.85, release: 0.7 });
        left[from + frame] = left[from + frame]! + leftFilter.low * level;
        right[from + frame] = right[from + frame]! + rightFilter.low * level;
      }
    }
  }
}
