import type { Marker, MarkerOptions } from './marker.ts';
import { writeAudacity } from './write-audacity.ts';
import { writeAudition } from './write-audition.ts';
import { writeCsv } from './write-csv.ts';
import { writeEdl } from './write-edl.ts';
import { writeJson } from './write-json.ts';
import { writeMidi } from './write-midi.ts';
import { writeReaper } from './write-reaper.ts';
import { writeText } from './write-text.ts';

export const markerFormatIds = ['midi', 'reaper', 'audition', 'audacity', 'edl', 'text', 'csv', 'json'] as const;
export type MarkerFormatId = (typeof markerFormatIds)[number];

export type MarkerFormat = {
  /** What it is for, as people look for it. */
  name: string;
  extension: string;
  mediaType: string;
  /** How to bring it in, in a sentence. */
  howTo: string;
  /** What it needs to know of the session beside where the song begins. */
  needs: 'tempo' | 'frames' | null;
  write: (markers: readonly Marker[], options: MarkerOptions) => string | Uint8Array;
};

export const markerFormats: Record<MarkerFormatId, MarkerFormat> = {
  midi: {
    name: 'Pro Tools, Logic Pro, Cubase, Nuendo (MIDI markers)',
    extension: 'mid',
    mediaType: 'audio/midi',
    howTo: 'Import the MIDI file into the session and take its markers, and its tempo where the session has none.',
    needs: 'tempo',
    write: writeMidi,
  },
  reaper: {
    name: 'REAPER (markers and regions)',
    extension: 'csv',
    mediaType: 'text/csv',
    howTo:
      'View → Region/Marker Manager, right-click → Import regions/markers. The ruler has to show minutes and seconds.',
    needs: null,
    write: writeReaper,
  },
  audition: {
    name: 'Adobe Audition (marker list)',
    extension: 'csv',
    mediaType: 'text/csv',
    howTo: 'Window → Markers → Import Markers.',
    needs: null,
    write: writeAudition,
  },
  audacity: {
    name: 'Audacity (label track)',
    extension: 'txt',
    mediaType: 'text/plain',
    howTo: 'File → Import → Labels.',
    needs: null,
    write: writeAudacity,
  },
  edl: {
    name: 'DaVinci Resolve and others (EDL with locators)',
    extension: 'edl',
    mediaType: 'text/plain',
    howTo: 'Right-click the timeline → Timelines → Import → Timeline markers from EDL.',
    needs: 'frames',
    write: writeEdl,
  },
  text: {
    name: 'A list to read (text)',
    extension: 'txt',
    mediaType: 'text/plain',
    howTo: 'Paste it wherever you work.',
    needs: null,
    write: writeText,
  },
  csv: {
    name: 'A spreadsheet (CSV)',
    extension: 'csv',
    mediaType: 'text/csv',
    howTo: 'Open it with a spreadsheet; it is UTF-8, with commas.',
    needs: null,
    write: writeCsv,
  },
  json: {
    name: 'A program (JSON)',
    extension: 'json',
    mediaType: 'application/json',
    howTo: 'Places are seconds on the time line of the session.',
    needs: null,
    write: writeJson,
  },
};
