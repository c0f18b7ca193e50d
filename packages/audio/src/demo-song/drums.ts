import type { Bar, Score } from './score.ts';
import { place, randomSource, StateFilter, sampleRate, seedFor, type Track } from './synth.ts';

type Random = () => number;

const oneShot = (seconds: number, sample: (t: number) => number): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, frame) => sample(frame / sampleRate));

/** A sine falling from the beater's click to the shell, gently driven. */
function kickSound(random: Random): Float32Array {
  let phase = 0;
  return oneShot(0.45, (t) => {
    phase += (47 + 120 * Math.exp(-t / 0.028) + 260 * Math.exp(-t / 0.004)) / sampleRate;
    const body = Math.sin(2 * Math.PI * phase) * Math.exp(-t / 0.17);
    const click = (random() - 0.5) * 0.5 * Math.exp(-t / 0.003);
    return Math.tanh(1.7 * (body + click)) * Math.min(1, (0.45 - t) / 0.02);
  });
}

/** Two modes of the drum head and the rattle of the wires, a little different each time. */
function snareSound(random: Random): Float32Array {
  const wires = new StateFilter();
  wires.tune(3600 + 500 * random(), 0.7);
  const tuning = 188 * (0.99 + 0.02 * random());
  return oneShot(0.4, (t) => {
    const bend = 1 + 0.35 * Math.exp(-t / 0.012);
    const head = Math.sin(2 * Math.PI * tuning * bend * t) + 0.6 * Math.sin(2 * Math.PI * tuning * 1.76 * bend * t);
    wires.process(random() * 2 - 1);
    const rattle = (wires.band + 0.5 * wires.high) * (Math.exp(-t / 0.095) + 0.6 * Math.exp(-t / 0.012));
    return Math.tanh(0.75 * head * Math.exp(-t / 0.06) + 0.85 * rattle) * Math.min(1, (0.4 - t) / 0.05);
  });
}

/** Six clashing squares through a high-pass, as the classic machines made cymbals. */
function metalSound(random: Random, seconds: number, decay: number, cornerHz: number): Float32Array {
  const partials = [205.3, 304.4, 369.6, 522.7, 800.6, 1053.4].map((hz) => hz * 3.1 * (0.995 + 0.01 * random()));
  const filter = new StateFilter();
  filter.tune(cornerHz, 0.8);
  return oneShot(seconds, (t) => {
    const metal = partials.reduce((sum, hz) => sum + ((hz * t) % 1 < 0.5 ? 1 : -1), 0) / 6;
    filter.process(metal * 0.6 + (random() * 2 - 1) * 0.7);
    return filter.high * Math.exp(-t / decay) * Math.min(1, t / 0.0008) * Math.min(1, (seconds - t) / 0.03);
  });
}

function tomSound(random: Random, hz: number): Float32Array {
  let phase = 0;
  return oneShot(0.5, (t) => {
    phase += (hz * (1 + 0.5 * Math.exp(-t / 0.03))) / sampleRate;
    const stick = (random() - 0.5) * 0.4 * Math.exp(-t / 0.004);
    return (
      Math.tanh(1.3 * (Math.sin(2 * Math.PI * phase) * Math.exp(-t / 0.16) + stick)) * Math.min(1, (0.5 - t) / 0.05)
    );
  });
}

function clapSound(random: Random): Float32Array {
  const filter = new StateFilter();
  filter.tune(1500, 1.1);
  return oneShot(0.3, (t) => {
    const bursts = [0, 0.011, 0.021].reduce((sum, at) => sum + (t >= at ? Math.exp(-(t - at) / 0.005) : 0), 0);
    filter.process(random() * 2 - 1);
    return filter.band * (bursts + (t > 0.028 ? Math.exp(-(t - 0.028) / 0.07) : 0)) * Math.min(1, (0.3 - t) / 0.03);
  });
}

/** Variants of a sound, so that no two hits in a row are the same recording. */
const variants = (count: number, make: () => Float32Array): Float32Array[] => Array.from({ length: count }, make);

const pick = (sounds: Float32Array[], random: Random): Float32Array => sounds[Math.floor(random() * sounds.length)]!;

/** A hit as a person plays it: up to ±3 ms and ±8 % off. */
function hit(
  track: Track,
  score: Score,
  bar: Bar,
  sixteenth: number,
  sound: Float32Array,
  velocity: number,
  random: Random,
  pan = 0,
): void {
  const offFrames = Math.round((random() - 0.5) * 0.006 * sampleRate);
  place(track, sound, score.frameAt(bar, sixteenth) + offFrames, velocity * (0.92 + 0.16 * random()), pan);
}

const drumsPlay = (bar: Bar): boolean => bar.section.intensity >= 0.38;
const isDriving = (bar: Bar): boolean => bar.section.intensity >= 0.8;

export function playKick(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'kick'));
  const sounds = variants(3, () => kickSound(random));
  for (const bar of score.bars) {
    if (!drumsPlay(bar)) {
      if (bar.barInSection === 0) hit(track, score, bar, 0, pick(sounds, random), 0.6, random);
      continue;
    }
    const steps = isDriving(bar) ? [0, 6, 8, 10] : bar.barInSection % 2 === 0 ? [0, 7, 8] : [0, 3, 8, 10];
    const fillFrom = bar.isLastOfSection ? 12 : 16;
    for (const step of steps.filter((one) => one < fillFrom)) {
      hit(track, score, bar, step, pick(sounds, random), step === 0 ? 0.8 : 0.7, random);
    }
    if (bar.section.name === 'build')
      for (const step of [4, 12]) hit(track, score, bar, step, pick(sounds, random), 0.7, random);
  }
}

export function playSnare(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'snare'));
  const sounds = variants(4, () => snareSound(random));
  for (const bar of score.bars) {
    if (!drumsPlay(bar)) continue;
    const isFill = bar.isLastOfSection && !bar.isLast;
    for (const step of [4, 12]) {
      if (isFill && step === 12) continue;
      hit(track, score, bar, step, pick(sounds, random), isDriving(bar) ? 0.62 : 0.5, random);
    }
    const ghosts = bar.barInSection % 2 === 1 ? [7, 9, 15] : [9];
    for (const step of ghosts)
      if (random() < 0.7 && !(isFill && step > 8)) hit(track, score, bar, step, pick(sounds, random), 0.09, random);
    if (bar.section.name === 'build' && isFill) {
      for (let step = 0; step < 16; step += 1)
        hit(track, score, bar, step, pick(sounds, random), 0.12 + (0.45 * step) / 16, random);
    } else if (isFill) {
      for (const [index, step] of [12, 13, 14, 15].entries())
        hit(track, score, bar, step, pick(sounds, random), 0.3 + 0.1 * index, random);
    }
  }
}

export function playHats(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'hats'));
  const closed = variants(4, () => metalSound(random, 0.12, 0.026, 7200));
  const open = variants(2, () => metalSound(random, 0.5, 0.16, 6400));
  const crash = metalSound(random, 3.2, 0.85, 4200);
  for (const bar of score.bars) {
    const { intensity } = bar.section;
    if (bar.barInSection === 0 && intensity >= 0.5)
      place(track, crash, score.frameAt(bar, 0), 0.3 + 0.15 * intensity, -0.3);
    if (!drumsPlay(bar)) continue;
    const stride = intensity >= 0.65 ? 1 : 2;
    for (let step = 0; step < 16; step += stride) {
      const isOpen = isDriving(bar) ? step % 8 === 6 : step === 14 && bar.barInSection % 2 === 1;
      const accent = step % 4 === 2 ? 0.3 : step % 4 === 0 ? 0.22 : 0.12;
      hit(
        track,
        score,
        bar,
        step,
        pick(isOpen ? open : closed, random),
        accent * (0.75 + 0.4 * intensity),
        random,
        0.25,
      );
    }
  }
}

/** Shaker through the verses, claps and toms where it gets big. */
export function playPercussion(score: Score, track: Track): void {
  const random = randomSource(seedFor(score.song.seed, 'percussion'));
  const shaker = variants(4, () => metalSound(random, 0.09, 0.03, 5200));
  const claps = variants(3, () => clapSound(random));
  const toms = [165, 130, 98, 82].map((hz) => tomSound(random, hz));
  for (const bar of score.bars) {
    if (bar.section.intensity >= 0.45) {
      for (let step = 0; step < 16; step += 1) {
        hit(track, score, bar, step, pick(shaker, random), [0.05, 0.025, 0.09, 0.03][step % 4]!, random, -0.45);
      }
    }
    if (isDriving(bar))
      for (const step of [4, 12])
        hit(track, score, bar, step, pick(claps, random), 0.3, random, step === 4 ? -0.2 : 0.2);
    const isFill = bar.isLastOfSection && !bar.isLast && drumsPlay(bar);
    if (isFill)
      toms.forEach((tom, index) => {
        hit(track, score, bar, 12 + index, tom, 0.42, random, -0.5 + index * 0.33);
      });
  }
}
