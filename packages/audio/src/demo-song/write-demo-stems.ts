import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WavWriter } from '../wav-writer.ts';
import { playBass } from './bass.ts';
import { playHats, playKick, playPercussion, playSnare } from './drums.ts';
import { playKeys, playPad } from './keys.ts';
import { type Score, writeScore } from './score.ts';
import { type SongName, songs } from './songs.ts';
import { playGuitar, playLead } from './strings.ts';
import { sampleRate, type Track } from './synth.ts';
import { playChoir, playVoice } from './voice.ts';

export interface DemoStem {
  name: string;
  path: string;
  channels: 1 | 2;
  frames: number;
}

export interface DemoSongOptions {
  song: SongName;
  /** Shorter than the song (about 90 s): verse and chorus remain, with fewer bars. */
  seconds?: number;
  /** Variations of the same song. */
  seed?: number;
  beatsPerMinute?: number;
  /** Semitones. */
  transpose?: number;
}

const stems: { name: string; channels: 1 | 2; play: (score: Score, track: Track) => void }[] = [
  { name: 'Kick', channels: 1, play: playKick },
  { name: 'Snare', channels: 1, play: playSnare },
  { name: 'Hats', channels: 2, play: playHats },
  { name: 'Percussion', channels: 2, play: playPercussion },
  { name: 'Bass', channels: 1, play: playBass },
  { name: 'Keys', channels: 2, play: playKeys },
  { name: 'Pad', channels: 2, play: playPad },
  { name: 'Guitar', channels: 2, play: playGuitar },
  { name: 'Lead Synth', channels: 2, play: playLead },
  { name: 'Lead Vocal', channels: 1, play: playVoice },
  { name: 'Backing Vocals', channels: 2, play: playChoir },
];

const fadeFrames = 0.03 * sampleRate;
/** Stems are recorded with some air above them. */
const loudestPeak = 0.7;

/**
 * Plays one of the demo songs and writes its stems as 48 kHz, 24-bit WAV files of one length, `01 Kick.wav` and on.
 * The same options give the same bytes everywhere.
 */
export function writeDemoStems(dir: string, options: DemoSongOptions): DemoStem[] {
  const base = songs[options.song];
  const song = {
    ...base,
    seed: options.seed ?? base.seed,
    beatsPerMinute: options.beatsPerMinute ?? base.beatsPerMinute,
    transpose: options.transpose ?? base.transpose,
  };
  const score = writeScore(song, options.seconds);
  mkdirSync(dir, { recursive: true });
  return stems.map(({ name, channels, play }, index) => {
    const track: Track = Array.from({ length: channels }, () => new Float32Array(score.frames));
    play(score, track);
    const path = join(dir, `${String(index + 1).padStart(2, '0')} ${name}.wav`);
    writeStem(path, track);
    return { name, path, channels, frames: score.frames };
  });
}

function writeStem(path: string, track: Track): void {
  let peak = 0;
  for (const channel of track) {
    for (let frame = 0; frame < channel.length; frame += 1) peak = Math.max(peak, Math.abs(channel[frame]!));
  }
  const scale = 8_388_607 * (peak > loudestPeak ? loudestPeak / peak : 1);
  const integers = track.map((channel) => {
    const out = new Int32Array(channel.length);
    for (let frame = 0; frame < out.length; frame += 1) {
      const fade = Math.min(1, (out.length - frame) / fadeFrames);
      out[frame] = Math.round(channel[frame]! * scale * fade);
    }
    return out;
  });
  const writer = new WavWriter(path, { sampleRate, channels: track.length, samples: 'int24' });
  writer.write(integers);
  writer.finish();
}
