/** How a waveform is drawn: bars with gaps from afar, a closed outline from near. Sizes in device pixels. */
export type OutlineStyle = { barWidth: number; gap: number };

/** Highest value of a stretch of buckets; of the one bucket there is when the stretch is shorter than one. */
function highest(values: ArrayLike<number>, from: number, to: number): number {
  let value = values[Math.min(values.length - 1, Math.floor(from))] ?? 0;
  for (let index = Math.ceil(from); index < to && index < values.length; index += 1)
    value = Math.max(value, values[index]!);
  return value;
}

/**
 * Draws peaks (dim) and RMS (solid) of one stretch over the whole canvas, in the context's fill style. Both are
 * amplitudes per bucket, full scale = 1. Only alpha tells them apart, so that a mask can give them another colour.
 */
export function drawOutline(
  peak: ArrayLike<number>,
  rms: ArrayLike<number>,
  context: CanvasRenderingContext2D,
  style: OutlineStyle,
): void {
  const { width, height } = context.canvas;
  const middle = height / 2;
  const pitch = style.barWidth + style.gap;
  const bucketsPerPixel = peak.length / width;
  const draw = (values: ArrayLike<number>, alpha: number, least: number) => {
    context.globalAlpha = alpha;
    for (let x = 0; x < width; x += pitch) {
      const value = highest(values, x * bucketsPerPixel, (x + pitch) * bucketsPerPixel);
      const half = Math.max(least, Math.min(1, value) * middle * 0.94);
      context.fillRect(x, middle - half, style.barWidth, half * 2);
    }
  };
  draw(peak, 0.6, 0.5);
  draw(rms, 1, 0);
  context.globalAlpha = 1;
}
