import { parsePhrase, parsePitch, parsePitches } from './note-text.ts';
import type { Section, Song } from './songs.ts';
import { sampleRate } from './synth.ts';

export interface Note {
  atFrame: number;
  /** How long it is held. */
  frames: number;
  pitch: number;
}

/** A bar as every instrument reads it. */
export interface Bar {
  index: number;
  section: Section;
  /** Position in the section, and whether a new section starts after it. */
  barInSection: number;
  isLastOfSection: boolean;
  /** The song ends here: instruments let their last notes ring. */
  isLast: boolean;
  bass: number;
  nextBass: number;
  voicing: number[];
  voice: Note[];
  hook: Note[];
}

export interface Score {
  song: Song;
  frames: number;
  framesPerBeat: number;
  bars: Bar[];
  /** Frame of a position in sixteenths of a bar, with the song's swing. */
  frameAt(bar: Bar, sixteenth: number): number;
}

const beatsPerBar = 4;

/** Lays the song out in time. With `seconds` it is shortened section by section, so that verse and chorus both remain. */
export function writeScore(song: Song, seconds?: number): Score {
  const framesPerBeat = (60 / song.beatsPerMinute) * sampleRate;
  const framesPerBar = framesPerBeat * beatsPerBar;
  const fullBars = song.sections.reduce((sum, section) => sum + section.bars, 0);
  const frames = Math.round(seconds === undefined ? fullBars * framesPerBar : seconds * sampleRate);
  const wantedBars = Math.max(1, Math.ceil(frames / framesPerBar));
  const plan = planBars(song.sections, wantedBars, fullBars);

  const frameAt = (bar: Pick<Bar, 'index'>, sixteenth: number): number => {
    const pair = Math.floor(sixteenth / 2) * 2;
    const within = (sixteenth - pair) / 2;
    const swung = within <= 0.5 ? within * 2 * song.swing : song.swing + (within - 0.5) * 2 * (1 - song.swing);
    return Math.round(bar.index * framesPerBar + ((pair + swung * 2) * framesPerBeat) / 4);
  };
  const phrase = (bar: { index: number }, texts: string[], barInSection: number): Note[] => {
    const text = texts[barInSection % Math.max(1, texts.length)];
    if (text === undefined) return [];
    return parsePhrase(text).map((note) => {
      const atFrame = frameAt(bar, note.atBeat * 4);
      return { atFrame, frames: Math.round(note.beats * framesPerBeat), pitch: note.pitch + song.transpose };
    });
  };
  const bars = plan.map(({ section, barInSection, isLastOfSection }, index): Bar => {
    const chordAt = (one: (typeof plan)[number]) => one.section.chords[one.barInSection % one.section.chords.length]!;
    const chord = chordAt(plan[index]!);
    const next = chordAt(plan[index + 1] ?? plan[index]!);
    return {
      index,
      section,
      barInSection,
      isLastOfSection,
      isLast: index === plan.length - 1,
      bass: parsePitch(chord.bass) + song.transpose,
      nextBass: parsePitch(next.bass) + song.transpose,
      voicing: parsePitches(chord.voicing).map((pitch) => pitch + song.transpose),
      voice: phrase({ index }, section.voice, barInSection),
      hook: phrase({ index }, section.hook, barInSection),
    };
  });
  return { song, frames, framesPerBeat, bars, frameAt };
}

function planBars(sections: Section[], wantedBars: number, fullBars: number) {
  const scale = Math.min(1, wantedBars / fullBars);
  const planned: { section: Section; barInSection: number; isLastOfSection: boolean }[] = [];
  let until = 0;
  for (const section of sections) {
    until += section.bars * scale;
    const bars = Math.round(until) - planned.length;
    for (let bar = 0; bar < bars; bar += 1) {
      planned.push({ section, barInSection: bar, isLastOfSection: bar === bars - 1 });
    }
  }
  return planned;
}
