/** A bar of harmony: the bass note and the notes of the keyboard above it, voiced by hand. */
export interface Chord {
  bass: string;
  voicing: string;
}

export interface Section {
  name: 'intro' | 'verse' | 'build' | 'chorus' | 'break' | 'outro';
  bars: number;
  /** 0 sparse … 1 everything. */
  intensity: number;
  /** One per bar, repeated. */
  chords: Chord[];
  /** Phrases of the singer, one per bar, repeated; empty when nobody sings. */
  voice: string[];
  /** Phrases of the lead synthesiser. */
  hook: string[];
}

export interface Song {
  title: string;
  seed: number;
  beatsPerMinute: number;
  /** Moves everything, in semitones. */
  transpose: number;
  /** Where the second sixteenth of a pair falls: 0.5 is straight. */
  swing: number;
  sections: Section[];
}

export type SongName = 'paper-boats' | 'glass-harbour';

const chord = (bass: string, voicing: string): Chord => ({ bass, voicing });

const boatsVerse = [
  chord('D2', 'A3 D4 E4 F#4'),
  chord('C#2', 'A3 C#4 E4 A4'),
  chord('B1', 'A3 B3 D4 F#4'),
  chord('G1', 'G3 B3 D4 F#4'),
];
const boatsChorus = [
  chord('G1', 'B3 D4 F#4 G4'),
  chord('A1', 'A3 C#4 E4 A4'),
  chord('B1', 'B3 D4 F#4 A4'),
  chord('F#2', 'A3 D4 F#4 A4'),
  chord('G1', 'B3 D4 F#4 G4'),
  chord('A1', 'A3 C#4 E4 A4'),
  chord('D2', 'A3 D4 F#4 A4'),
  chord('A1', 'A3 D4 E4 A4'),
];
const boatsBuild = [
  chord('E2', 'B3 D4 E4 G4'),
  chord('G1', 'B3 D4 G4 A4'),
  chord('A1', 'A3 D4 E4 A4'),
  chord('A1', 'A3 C#4 E4 G4'),
];
const boatsHook = [
  'F#5:1.5 E5:0.5 D5:1 B4:1',
  'A4:2.5 -:0.5 A4:0.5 B4:0.5',
  'D5:1.5 C#5:0.5 B4:1 A4:1',
  'F#4:3 -:1',
  'F#5:1.5 E5:0.5 D5:1 B4:1',
  'C#5:1.5 E5:1.5 -:1',
  'D5:3 -:1',
  '-:2 A4:1 C#5:1',
];
const boatsVoiceVerse = [
  '-:0.5 F#4:0.5 F#4:0.5 E4:0.5 F#4:1 A4:1',
  'B4:0.5 A4:1 E4:1.5 -:1',
  '-:0.5 F#4:0.5 F#4:0.5 E4:0.5 D4:1 F#4:1',
  'E4:0.5 D4:1 B3:1.5 -:1',
  '-:0.5 F#4:0.5 F#4:0.5 G4:0.5 A4:1 F#4:1',
  'E4:1.5 C#4:0.5 E4:1 -:1',
  '-:0.5 D4:0.5 E4:0.5 F#4:0.5 A4:1.5 F#4:0.5',
  'G4:1 F#4:0.5 D4:1.5 -:1',
];
const boatsVoiceChorus = [
  'B4:1.5 A4:0.5 B4:1 D5:1',
  'C#5:1.5 B4:0.5 A4:1 -:1',
  'D5:1.5 C#5:0.5 B4:1 A4:0.5 F#4:0.5',
  'A4:3 -:1',
  'B4:1.5 A4:0.5 B4:1 D5:1',
  'E5:1.5 D5:0.5 C#5:1 A4:1',
  'D5:3 -:1',
  '-:1 A4:0.5 B4:0.5 A4:1 -:1',
];

const harbourVerse = [
  chord('A1', 'G3 B3 C4 E4'),
  chord('F1', 'A3 C4 E4 G4'),
  chord('C2', 'G3 C4 D4 E4'),
  chord('E1', 'G3 B3 D4 E4'),
];
const harbourChorus = [
  chord('F1', 'A3 C4 E4 G4'),
  chord('G1', 'B3 D4 E4 G4'),
  chord('A1', 'A3 C4 E4 B4'),
  chord('C2', 'G3 C4 E4 G4'),
  chord('F1', 'A3 C4 E4 G4'),
  chord('G1', 'B3 D4 G4 A4'),
  chord('E1', 'B3 D4 E4 G4'),
  chord('A1', 'A3 C4 E4 G4'),
];
const harbourHook = [
  'E5:0.75 D5:0.75 C5:1.5 -:1',
  'D5:0.75 C5:0.75 B4:1.5 -:1',
  'C5:0.75 B4:0.75 A4:1.5 E4:1',
  'G4:3 -:1',
];
const harbourVoiceVerse = [
  '-:0.5 E4:0.5 E4:0.5 D4:0.5 C4:1 D4:0.5 E4:0.5',
  'C4:1.5 A3:1 -:1.5',
  '-:0.5 E4:0.5 G4:0.5 E4:0.5 D4:1 C4:1',
  'B3:1.5 A3:1 -:1.5',
  '-:0.5 E4:0.5 E4:0.5 G4:0.5 A4:1 G4:0.5 E4:0.5',
  'C4:2 A3:0.5 -:1.5',
  '-:0.5 G4:0.5 G4:0.5 E4:0.5 D4:1 E4:1',
  'D4:0.5 B3:2 -:1.5',
];
const harbourVoiceChorus = [
  'A4:1 C5:1 A4:0.5 G4:1.5',
  'B4:1 D5:0.5 B4:1.5 -:1',
  'C5:1.5 B4:0.5 A4:1 E4:1',
  'G4:3 -:1',
  'A4:1 C5:1 A4:0.5 G4:1.5',
  'B4:1 D5:1 E5:1.5 D5:0.5',
  'B4:1.5 G4:0.5 E4:1 G4:1',
  'A4:3 -:1',
];

/** The songs of the demonstration: 90 s each, with verse and chorus, in different keys, tempos and moods. */
export const songs: Record<SongName, Song> = {
  'paper-boats': {
    title: 'Paper Boats',
    seed: 11,
    beatsPerMinute: 96,
    transpose: 0,
    swing: 0.55,
    sections: [
      { name: 'intro', bars: 4, intensity: 0.3, chords: boatsVerse, voice: [], hook: boatsHook },
      { name: 'verse', bars: 8, intensity: 0.5, chords: boatsVerse, voice: boatsVoiceVerse, hook: [] },
      { name: 'build', bars: 4, intensity: 0.7, chords: boatsBuild, voice: boatsVoiceVerse.slice(4), hook: [] },
      { name: 'chorus', bars: 8, intensity: 1, chords: boatsChorus, voice: boatsVoiceChorus, hook: boatsHook },
      { name: 'break', bars: 4, intensity: 0.4, chords: boatsVerse, voice: boatsVoiceVerse, hook: [] },
      { name: 'chorus', bars: 8, intensity: 1, chords: boatsChorus, voice: boatsVoiceChorus, hook: boatsHook },
    ],
  },
  'glass-harbour': {
    title: 'Glass Harbour',
    seed: 29,
    beatsPerMinute: 112,
    transpose: 0,
    swing: 0.5,
    sections: [
      { name: 'intro', bars: 4, intensity: 0.35, chords: harbourVerse, voice: [], hook: harbourHook },
      { name: 'verse', bars: 8, intensity: 0.55, chords: harbourVerse, voice: harbourVoiceVerse, hook: [] },
      { name: 'chorus', bars: 8, intensity: 0.95, chords: harbourChorus, voice: harbourVoiceChorus, hook: harbourHook },
      { name: 'break', bars: 6, intensity: 0.35, chords: harbourVerse, voice: [], hook: harbourHook },
      { name: 'build', bars: 4, intensity: 0.7, chords: harbourVerse, voice: harbourVoiceVerse.slice(4), hook: [] },
      { name: 'chorus', bars: 8, intensity: 1, chords: harbourChorus, voice: harbourVoiceChorus, hook: harbourHook },
      { name: 'outro', bars: 4, intensity: 0.3, chords: harbourVerse, voice: [], hook: harbourHook },
    ],
  },
};
