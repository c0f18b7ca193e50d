import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LoudnessMeter } from '../src/loudness-meter.ts';
import { MasterEngine } from '../src/master-engine.ts';
import { neutralMaster } from '../src/neutral-settings.ts';
import { loadDspFromDisk } from '../src/node.ts';
import { adversaries, limiterCase } from '../src/oracle/adversaries.ts';
import { peakMeters, truePeakDb } from '../src/oracle/true-peak.ts';

/**
 * Limits made-up hostile signals under random settings and prints how far the worst of them passes its ceiling, per meter:
 * `node packages/dsp/scripts/fuzz-limiter.ts [--cases 1200] [--frames 4000] [--from 0] [--dump DIR]`. With `--dump` what
 * came out is written as raw float32, for meters outside.
 */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1200' },
    frames: { type: 'string', default: '4000' },
    from: { type: 'string', default: '0' },
    dump: { type: 'string' },
  },
});
const frames = Number(values.frames);
const dsp = await loadDspFromDisk();

type Worst = { excessDb: number; seed: number; name: string };
const worst = new Map<string, Worst>();
const note = (meter: string, excessDb: number, seed: number, name: string): void => {
  const known = worst.get(meter);
  if (!known || excessDb > known.excessDb) worst.set(meter, { excessDb, seed, name });
};

const first = Number(values.from);
for (let seed = first; seed < first + Number(values.cases); seed++) {
  const { name, sampleRate, inputGainDb, limiter, input } = limiterCase(seed, frames);
  const engine = new MasterEngine(dsp, { settings: { ...neutralMaster(), inputGainDb, limiter }, sampleRate });
  const total = frames + engine.latencyFrames;
  const [a, b] = input.map((channel) => {
    const padded = new Float32Array(total);
    padded.set(channel);
    return padded;
  });
  const out = [new Float32Array(total), new Float32Array(total)];
  engine.process([a!, b!], out[0]!, out[1]!);
  const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
  meter.push(out);
  note('own, 4×', meter.result().truePeakDbtp - limiter.ceilingDbtp, seed, name);
  for (const [label, shape] of Object.entries(peakMeters)) {
    const reading = Math.max(...out.map((channel) => truePeakDb(channel, shape)));
    note(label, reading - limiter.ceilingDbtp, seed, name);
  }
  if (values.dump) {
    mkdirSync(values.dump, { recursive: true });
    writeFileSync(
      `${values.dump}/${seed}_${limiter.ceilingDbtp}.f32`,
      Buffer.concat(out.map((x) => Buffer.from(x.buffer))),
    );
  }
}
process.stdout.write(`${values.cases} cases of ${frames} frames, ${Object.keys(adversaries).length} kinds\n`);
for (const [label, { excessDb, seed, name }] of worst) {
  process.stdout.write(
    `${label.padEnd(44)}${excessDb.toFixed(4).padStart(9)} dB over the ceiling (case ${seed}, ${name})\n`,
  );
}
