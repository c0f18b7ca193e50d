import { allocate, make } from './memory';
import { interleave } from './frames';
import { Compressor, makeCompressor } from './compressor';
import { Eq, makeEq } from './eq';
import { Gain, balanceStereo, left, makeGain, panMono, right } from './gain';
import { dbToGain } from './math';
import { beginParameters, nextFlag, nextInt, nextNumber } from './parameters';

// One strip of the mix: trim and polarity → high-pass and EQ → compressor → pan and fader → bus and sends.

@unmanaged
export class Strip {
  channels: i32;
  inputLeft: usize;
  inputRight: usize;
  trim: Gain;
  eq: Eq;
  compressor: Compressor;
  fader: Gain;
  reverbSend: Gain;
  delaySend: Gain;

  /** Reads channels, trim, polarity, high-pass, EQ, compressor, pan, fader, audible, reverb send, delay send. */
  read(): void {
    beginParameters();
    this.channels = nextInt();
    const trim = dbToGain(nextNumber());
    const signed = nextFlag() ? -trim : trim;
    this.trim.set(signed, signed);
    this.eq.readHighPass();
    this.eq.readBands();
    this.compressor.read();
    if (this.channels == 1) panMono(nextNumber());
    else balanceStereo(nextNumber());
    const fader = dbToGain(nextNumber());
    const level = nextFlag() ? fader : 0.0;
    this.fader.set(level * left, level * right);
    const reverb = dbToGain(nextNumber());
    this.reverbSend.set(reverb, reverb);
    const delay = dbToGain(nextNumber());
    this.delaySend.set(delay, delay);
  }

  /** Adds this strip to the bus and to the inputs of the returns. */
  process(offset: usize, scratch: usize, bus: usize, reverb: usize, delay: usize, frames: i32): void {
    if (this.fader.isSilent()) {
      this.rest();
      return;
    }
    const right = this.channels == 1 ? this.inputLeft : this.inputRight;
    interleave(this.inputLeft + offset, right + offset, scratch, frames);
    this.trim.process(scratch, scratch, frames);
    this.eq.process(scratch, frames);
    this.compressor.process(scratch, frames);
    const sends = !this.reverbSend.isSilent() || !this.delaySend.isSilent();
    if (!sends) {
      this.reverbSend.skip();
      this.delaySend.skip();
      this.fader.add(scratch, bus, frames);
      return;
    }
    this.fader.process(scratch, scratch, frames);
    addFrames(scratch, bus, frames);
    send(this.reverbSend, scratch, reverb, frames);
    send(this.delaySend, scratch, delay, frames);
  }

  /** A silent strip is not computed; it starts afresh when it is heard again. */
  private rest(): void {
    this.eq.reset();
    this.compressor.reset();
    this.fader.skip();
  }

  hasSends(): bool {
    return !this.fader.isSilent() && !(this.reverbSend.isSilent() && this.delaySend.isSilent());
  }

  flush(): void {
    this.eq.flush();
    this.compressor.flush();
  }

  reset(): void {
    this.trim.reset();
    this.eq.reset();
    this.compressor.reset();
    this.fader.reset();
    this.reverbSend.reset();
    this.delaySend.reset();
  }
}

function send(gain: Gain, input: usize, out: usize, frames: i32): void {
  if (gain.isSilent()) gain.skip();
  else gain.add(input, out, frames);
}

function addFrames(input: usize, out: usize, frames: i32): void {
  const end = input + (<usize>frames << 4);
  while (input < end) {
    v128.store(out, f64x2.add(v128.load(out), v128.load(input)));
    input += 16;
    out += 16;
  }
}

export function makeStrip(sampleRate: f64, blockFrames: i32): Strip {
  const strip = make<Strip>();
  const bytes = <usize>(blockFrames + 4) * 4;
  strip.inputLeft = allocate(bytes);
  strip.inputRight = allocate(bytes);
  strip.trim = makeGain(sampleRate);
  strip.eq = makeEq(sampleRate);
  strip.compressor = makeCompressor(sampleRate);
  strip.fader = makeGain(sampleRate);
  strip.reverbSend = makeGain(sampleRate);
  strip.delaySend = makeGain(sampleRate);
  return strip;
}
