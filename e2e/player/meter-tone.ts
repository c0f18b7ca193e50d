import { type LiveReading, liveReadingOf } from '@sweetspot/dsp/live-meter';
import { Meters } from '@sweetspot/player/meters';

const sampleRate = 48_000;

/** In a page: what the meters read at the end of 6 s of 1 kHz at −23 dBFS, and which band is the loudest. */
export async function meterTone(base: string): Promise<Omit<LiveReading, 'bandsDb'> & { loudestBand: number }> {
  const context = new OfflineAudioContext(2, sampleRate * 6, sampleRate);
  const level = new GainNode(context, { gain: 10 ** (-23 / 20) });
  const tone = new OscillatorNode(context, { frequency: 1000 });
  tone.connect(level).connect(context.destination);
  const meters = await Meters.open(context, level, base);
  tone.start();
  await context.startRendering();
  // What was posted last comes after the rendering has ended.
  await new Promise<void>((resolve) => {
    const look = () => {
      if (liveReadingOf(meters.values).shortTermLufs > -23.05) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
  const { bandsDb, ...reading } = liveReadingOf(meters.values);
  return { ...reading, loudestBand: bandsDb.indexOf(Math.max(...bandsDb)) };
}
