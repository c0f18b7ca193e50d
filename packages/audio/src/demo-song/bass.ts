import { pitchHz } from './note-text.ts';
import type { Score } from './score.ts';
import { envelope, Oscillator, randomSource, StateFilter, sampleRate, seedFor, type Track } from './synth.ts';

/** Sixteenths at which the bass speaks, with lengths, by how busy the section is. */
const quietPattern = [
  [0, 7],
  [8, 6],
];
const versePattern = [
  [0, 3],
  [7, 1],
  [8, 4],
  [14, 2],
];
const drivingPattern = [0, 2, 4, 6, 8, 10, 12, 14].map((step) => [step, 2]);

/** A finger bass: filtered saw with a sine underneath, in step with the kick, leading into the next chord. */
export function playBass(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'bass'));
  for (const bar of score.bars) {
    const { intensity, name } = bar.section;
    if (name === 'intro' && bar.barInSection < 2) continue;
    const pattern = intensity < 0.45 ? quietPattern : intensity >= 0.8 ? drivingPattern : versePattern;
    for (const [step = 0, length = 1] of pattern) {
      const pitch = pitchOf(step, bar.bass, bar.nextBass, intensity);
      const from = score.frameAt(bar, step);
      const held = (score.frameAt(bar, step + length) - from) * (intensity >= 0.8 ? 0.82 : 0.94);
      const velocity = (step % 8 === 0 ? 1 : 0.84) * (0.95 + 0.1 * random());
      playNote(track[0]!, from, held / sampleRate, pitchHz(pitch), velocity, 0.6 + 0.5 * intensity);
    }
  }
}

/** Root, with an octave jump when it gets busy and a step towards the next root at the end of the bar. */
function pitchOf(step: number, root: number, next: number, intensity: number): number {
  if (step === 14 && next !== root) return next > root ? next - 2 : next + 2;
  if (step === 6 && intensity >= 0.8) return root + 12;
  if (step === 10 && intensity >= 0.8) return root + 7;
  return step === 7 ? root + 12 : root;
}

function playNote(
  out: Float32Array,
  from: number,
  held: number,
  hz: number,
  velocity: number,
  brightness: number,
): void {
  const oscillator = new Oscillator();
  const filter = new StateFilter();
  const frames = Math.min(out.length - from, Math.round((held + 0.09) * sampleRate));
  let sub = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const t = frame / sampleRate;
    if (frame % 16 === 0) filter.tune(180 + brightness * velocity * 1500 * Math.exp(-t / 0.11) + hz, 0.9);
    sub += hz / sampleRate;
    filter.process(oscillator.saw(hz));
    const tone = 0.55 * filter.low + 0.6 * Math.sin(2 * Math.PI * sub);
    const level = envelope(t, held, { attack: 0.004, decay: 0.5, sustain: 0.55, release: 0.08 });
    out[from + frame] = out[from + frame]! + Math.tanh(1.4 * tone) * level * velocity * 0.42;
  }
}
