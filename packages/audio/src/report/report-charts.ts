import type { Analysis } from '@sweetspot/protocol';
import { type Page, paper } from './report-page.ts';
import { db, length } from './report-words.ts';

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

const axisWidth = 30;
const labelHeight = 14;

function openFrame(page: Page, height: number): Frame {
  page.keepTogether(height + labelHeight + 8);
  const frame = { x: page.left + axisWidth, y: page.y, width: page.width - axisWidth, height };
  page.y += height + labelHeight + 8;
  return frame;
}

/** Loudness of the last 3 s along the song, and the integrated loudness as a line through it. */
export function drawLoudness(page: Page, { curve, loudness, format }: Analysis): void {
  const frame = openFrame(page, 110);
  const heard = curve.shortTermLufs.filter((value) => value !== null);
  const top = Math.min(0, Math.ceil((Math.max(-20, ...heard) + 3) / 6) * 6);
  const bottom = top - 36;
  const yOf = (lufs: number) =>
    frame.y + ((top - Math.max(bottom, Math.min(top, lufs))) / (top - bottom)) * frame.height;
  const seconds = format.frames / format.sampleRate;
  const xOf = (second: number) => frame.x + (second / seconds) * frame.width;
  for (let lufs = top; lufs >= bottom; lufs -= 6) gridLine(page, frame, yOf(lufs), db(lufs, 0));
  const points = curve.shortTermLufs.map((lufs, index) => ({
    x: xOf(Math.min(seconds, (index + 1) * curve.everySeconds)),
    y: yOf(lufs ?? bottom),
  }));
  area(page, points, frame.y + frame.height);
  const step = [5, 10, 15, 30, 60, 120, 300, 600].find((one) => seconds / one <= 10) ?? 1200;
  for (let second = 0; second <= seconds; second += step) axisLabel(page, frame, xOf(second), length(second));
  const { integratedLufs } = loudness;
  if (integratedLufs === null) return;
  const y = yOf(integratedLufs);
  const { document } = page;
  document
    .moveTo(frame.x, y)
    .lineTo(frame.x + frame.width, y)
    .lineWidth(0.8)
    .dash(3, { space: 2 })
    .strokeColor(paper.ink)
    .stroke()
    .undash();
  const label = `${db(integratedLufs, 1)} LUFS integrated`;
  document.font('medium').fontSize(7).fillColor(paper.ink);
  document.text(label, frame.x + 4, y - 10, { lineBreak: false });
}

/** Mean level by third of an octave. */
export function drawSpectrum(page: Page, { spectrum }: Analysis): void {
  const frame = openFrame(page, 90);
  const bands = spectrum.thirdOctaveDb.filter(({ db: value }) => value !== null);
  const top = Math.ceil((Math.max(-90, ...bands.map(({ db: value }) => value!)) + 2) / 12) * 12;
  const bottom = top - 72;
  const yOf = (level: number) => frame.y + ((top - Math.max(bottom, level)) / (top - bottom)) * frame.height;
  const xOf = (hz: number) => frame.x + (Math.log(hz / 20) / Math.log(1000)) * frame.width;
  for (let level = top; level >= bottom; level -= 12) gridLine(page, frame, yOf(level), db(level, 0));
  area(
    page,
    bands.map(({ hz, db: value }) => ({
      x: Math.min(frame.x + frame.width, Math.max(frame.x, xOf(hz))),
      y: yOf(value!),
    })),
    frame.y + frame.height,
  );
  for (const hz of [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]) {
    axisLabel(page, frame, xOf(hz), hz < 1000 ? `${hz}` : `${hz / 1000}k`);
  }
}

function gridLine({ document }: Page, frame: Frame, y: number, label: string): void {
  document
    .moveTo(frame.x, y)
    .lineTo(frame.x + frame.width, y)
    .lineWidth(0.4)
    .strokeColor(paper.line)
    .stroke();
  document.font('regular').fontSize(6.5).fillColor(paper.muted);
  document.text(label, frame.x - axisWidth, y - 4, {
    width: axisWidth - 6,
    align: 'right',
    lineBreak: false,
    features: ['tnum'],
  });
}

function axisLabel({ document }: Page, frame: Frame, x: number, label: string): void {
  document.font('regular').fontSize(6.5).fillColor(paper.muted);
  const width = document.widthOfString(label);
  const at = Math.min(frame.x + frame.width - width, Math.max(frame.x, x - width / 2));
  document.text(label, at, frame.y + frame.height + 4, { lineBreak: false });
}

function area({ document }: Page, points: readonly { x: number; y: number }[], floor: number): void {
  const [first, ...rest] = points;
  const last = points.at(-1);
  if (!first || !last) return;
  document.moveTo(first.x, floor).lineTo(first.x, first.y);
  for (const { x, y } of rest) document.lineTo(x, y);
  document.lineTo(last.x, floor).fillColor(paper.fill).fill();
  document.moveTo(first.x, first.y);
  for (const { x, y } of rest) document.lineTo(x, y);
  document.lineWidth(1).lineJoin('round').strokeColor(paper.accent).stroke();
}
