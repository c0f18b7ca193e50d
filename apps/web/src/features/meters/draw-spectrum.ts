import { liveBandsHz } from '@sweetspot/dsp/live-meter';

export type SpectrumColors = { line: string; grid: string; text: string };

export const topDb = 0;
export const bottomDb = -72;
const gridDb = [-12, -24, -36, -48, -60] as const;
const gridHz = [50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;
const labelHeight = 14;

const hzLabel = (hz: number): string => (hz < 1000 ? String(hz) : `${hz / 1000}k`);
const firstHz = liveBandsHz[0]!;
const octaves = Math.log2(liveBandsHz.at(-1)! / firstHz);
/** 0 … 1 over the shown range. */
const across = (hz: number): number => Math.log2(hz / firstHz) / octaves;
const down = (db: number): number => Math.min(1, Math.max(0, (topDb - db) / (topDb - bottomDb)));

/**
 * A sixth of an octave by a sixth, filled; above it a line of the largest of the last seconds. Sizes in CSS pixels, the
 * context scaled to them.
 */
export function drawSpectrum(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  { bands, held }: { bands: Float32Array; held: Float32Array },
  colors: SpectrumColors,
): void {
  const bottom = height - labelHeight;
  context.clearRect(0, 0, width, height);
  context.lineWidth = 1;
  context.strokeStyle = colors.grid;
  context.fillStyle = colors.text;
  context.font = '11px "Inter Variable", system-ui, sans-serif';
  context.textAlign = 'center';
  context.beginPath();
  for (const hz of gridHz) {
    const x = Math.round(across(hz) * width) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, bottom);
    context.fillText(hzLabel(hz), x, height - 2);
  }
  for (const db of gridDb) {
    const y = Math.round(down(db) * bottom) + 0.5;
    context.moveTo(0, y);
    context.lineTo(width, y);
  }
  context.stroke();

  const trace = (values: Float32Array) => {
    for (let band = 0; band < values.length; band++)
      context.lineTo(across(liveBandsHz[band]!) * width, down(values[band]!) * bottom);
  };
  context.strokeStyle = colors.line;
  context.fillStyle = colors.line;
  context.beginPath();
  context.moveTo(0, bottom);
  trace(bands);
  context.lineTo(width, bottom);
  context.globalAlpha = 0.22;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 1.5;
  context.beginPath();
  trace(bands);
  context.stroke();
  context.globalAlpha = 0.45;
  context.lineWidth = 1;
  context.beginPath();
  trace(held);
  context.stroke();
  context.globalAlpha = 1;
}
