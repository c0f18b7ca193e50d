import { METER_CAPACITY } from './frames';
import { LoudnessMeter, makeLoudnessMeter } from './loudness';
import { make } from './memory';
import { setResult } from './parameters';
import { SignalScan, makeSignalScan } from './signal-scan';
import { SpectrumMeter, makeSpectrum } from './spectrum';

// Everything that is measured of a file, in one pass over the input of its loudness meter.

@unmanaged
class Analyser {
  meter: LoudnessMeter;
  scan: SignalScan;
  spectrum: SpectrumMeter;

  process(frames: i32): void {
    const meter = this.meter;
    const stride = meter.channelInput(1) - meter.channelInput(0);
    for (let done = 0; done < frames; ) {
      const count = meter.processStep(done, frames - done);
      const offset = <usize>done << 2;
      this.scan.process(meter.channelInput(0) + offset, stride, count);
      // One channel alone has silence beside it.
      this.spectrum.process(meter.channelInput(0) + offset, meter.channelInput(1) + offset, count);
      done += count;
    }
  }
}

/** `bits` of integer samples whose use is looked at; 0 for samples that are none. */
export function analyserCreate(channels: i32, sampleRate: f64, bits: i32): usize {
  const it = make<Analyser>();
  it.meter = makeLoudnessMeter(channels, sampleRate);
  it.scan = makeSignalScan(channels, bits, METER_CAPACITY);
  it.spectrum = makeSpectrum(sampleRate);
  return changetype<usize>(it);
}

export function analyserMeter(analyser: usize): usize {
  return changetype<usize>(changetype<Analyser>(analyser).meter);
}

export function analyserSpectrum(analyser: usize): usize {
  return changetype<usize>(changetype<Analyser>(analyser).spectrum);
}

/** Takes `frames` from the inputs of `analyserMeter`. */
export function analyserProcess(analyser: usize, frames: i32): void {
  changetype<Analyser>(analyser).process(frames);
}

/**
 * Results: frames, first and last frame that is not silent (−1), whether two channels differ, bits in use, clipped runs; then
 * per channel the peak. Ends runs that go on.
 */
export function analyserRead(analyser: usize): void {
  const scan = changetype<Analyser>(analyser).scan;
  scan.closeRuns();
  setResult(0, <f64>scan.frames);
  setResult(1, <f64>scan.firstLoud);
  setResult(2, <f64>scan.lastLoud);
  setResult(3, scan.differs ? 1.0 : 0.0);
  setResult(4, <f64>scan.usedBits);
  setResult(5, <f64>scan.runCount);
  for (let c = 0; c < scan.count; c++) setResult(6 + c, <f64>scan.channel(c).peak);
}

/** f64 × 3 per clipped run: frame, samples, channel; the first 100. */
export function analyserRuns(analyser: usize): usize {
  return changetype<Analyser>(analyser).scan.runs;
}
