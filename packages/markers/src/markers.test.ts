import { describe, expect, it } from 'vitest';
import { clock, type Marker, type MarkerOptions } from './marker.ts';
import { markerFormatIds, markerFormats } from './marker-formats.ts';
import { readCsv, readMidi } from './read-midi.testing.ts';
import { timeCode } from './write-edl.ts';

const options: MarkerOptions = { title: 'Paper Boats, Mix 2', songStartSeconds: 8, bpm: 96, framesPerSecond: 25 };
const point: Marker = {
  startSeconds: 64.25,
  endSeconds: null,
  author: 'Mira',
  status: 'open',
  lines: ['More voice here', 'Jo: it does in the next one.'],
};
const range: Marker = {
  startSeconds: 4,
  endSeconds: 6.5,
  author: 'Jo',
  status: 'addressed',
  lines: ['Bass “rings”, 90 Hz'],
};
/** What people type, and what formats trip over. */
const nasty: Marker = {
  startSeconds: 0,
  endSeconds: null,
  author: 'Åsa "Ö"',
  status: 'open',
  lines: ['=HYPERLINK("x"),\tone\r\ntwo; 音 🎧 \u0007'],
};
const markers = [point, range, nasty];
const write = (id: (typeof markerFormatIds)[number], change: Partial<MarkerOptions> = {}, which = markers) =>
  markerFormats[id].write(which, { ...options, ...change });

describe('MIDI', () => {
  it('holds a marker for every note where it lies in the session, and one for the end of a range', () => {
    const { tempo, markers: read } = readMidi(write('midi') as Uint8Array);
    expect(tempo).toBeCloseTo(96, 3);
    expect(read.map(({ text }) => text)).toEqual([
      'Åsa "Ö": =HYPERLINK("x"), one two; 音 🎧',
      'Jo: Bass “rings”, 90 Hz',
      'End: Jo: Bass “rings”, 90 Hz',
      'Mira: More voice here / Jo: it does in the next one.',
    ]);
    for (const [at, seconds] of [8, 12, 14.5, 72.25].entries()) expect(read[at]!.seconds).toBeCloseTo(seconds, 3);
  });
});

describe('tables', () => {
  it('REAPER: markers and regions, counted apart', () => {
    const [head, ...rows] = readCsv(write('reaper') as string);
    expect(head).toEqual(['#', 'Name', 'Start', 'End', 'Length']);
    expect(rows.map(([number, , ...times]) => [number, ...times])).toEqual([
      ['M1', '0:08.000', '', ''],
      ['R1', '0:12.000', '0:14.500', '0:02.500'],
      ['M2', '1:12.250', '', ''],
    ]);
    expect(rows[0]![1]).toBe('Åsa "Ö": =HYPERLINK("x"), one two; 音 🎧');
  });

  it('Audition and Audacity: between tabs, nothing of which is in a name', () => {
    const audition = readCsv(write('audition') as string, '\t');
    expect(audition.every((row) => row.length === 6)).toBe(true);
    expect(audition[2]).toEqual([
      'Jo: Bass “rings”, 90 Hz',
      '0:12.000',
      '0:02.500',
      'decimal',
      'Cue',
      'Bass “rings”, 90 Hz',
    ]);
    const audacity = (write('audacity') as string)
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(audacity.map(([from, to]) => [Number(from), Number(to)])).toEqual([
      [8, 8],
      [12, 14.5],
      [72.25, 72.25],
    ]);
    expect(audacity.every((row) => row.length === 3)).toBe(true);
  });

  it('a spreadsheet: whole notes, none of which is a formula', () => {
    const rows = readCsv(write('csv') as string);
    expect(rows[3]).toEqual(['1:12.250', '', 'Mira', 'open', 'More voice here\nJo: it does in the next one.']);
    expect(rows[1]![4]!.startsWith("'=HYPERLINK")).toBe(true);
  });
});

describe('an edit list', () => {
  it('counts frames of the session and speaks ASCII', () => {
    const text = write('edl', { songStartSeconds: 3600 }) as string;
    expect(/^[\x20-\x7e\n]*$/.test(text)).toBe(true);
    const events = [...text.matchAll(/^(\d{3})\s+001\s+V\s+C\s+(\S+) (\S+) (\S+) (\S+)$/gm)];
    expect(events.map(([, number, , , from, to]) => [number, from, to])).toEqual([
      ['001', '01:00:00:00', '01:00:00:01'],
      ['002', '01:00:04:00', '01:00:06:13'],
      ['003', '01:01:04:06', '01:01:04:07'],
    ]);
    expect(text).toContain('* LOC: 01:01:04:06 RED Mira: More voice here');
    expect(text).toContain(' |C:ResolveColorRed |M:Jo: Bass rings, 90 Hz |D:63\n');
  });

  it('counts 30 frames to a second of time code at 29.97', () => {
    expect(timeCode(3600, 30_000 / 1001)).toBe('00:59:56:12');
    expect(timeCode(1, 23.976)).toBe('00:00:01:00');
  });
});

it('a list to read, and one for programs', () => {
  expect(write('text')).toContain('3. 1:12.250  Mira (open): More voice here\n   Jo: it does in the next one.\n');
  const json = JSON.parse(write('json') as string);
  expect(json.markers.map(({ startSeconds }: Marker) => startSeconds)).toEqual([8, 12, 72.25]);
});

it.each(markerFormatIds)('%s: nothing to say is said too', (id) => {
  expect(() => write(id, {}, [])).not.toThrow();
});

it('time on a clock', () => {
  expect([0, 59.9996, 64.25, 3599.9999, 3661.5].map(clock)).toEqual([
    '0:00.000',
    '1:00.000',
    '1:04.250',
    '1:00:00.000',
    '1:01:01.500',
  ]);
});
