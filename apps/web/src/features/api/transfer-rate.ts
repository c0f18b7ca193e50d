/** Rate and time left of a transfer, over a window of seconds, so that they neither jump nor lag. */
export type TransferRate = { readonly samples: readonly { atMs: number; bytes: number }[] };

const windowMs = 8_000;

export const noRate: TransferRate = { samples: [] };

/** Adds how many bytes had been sent at a moment. Going back (a resumed offset) starts over. */
export function addSample(rate: TransferRate, atMs: number, bytes: number): TransferRate {
  const last = rate.samples.at(-1);
  if (last && bytes < last.bytes) return { samples: [{ atMs, bytes }] };
  // The newest sample older than the window stays: it is where the window begins.
  const from = rate.samples.findLastIndex((sample) => sample.atMs <= atMs - windowMs);
  return { samples: [...rate.samples.slice(Math.max(0, from)), { atMs, bytes }] };
}

/** Bytes a second over the window; null until half a second has been seen. */
export function bytesPerSecond({ samples }: TransferRate): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atMs - first.atMs < 500) return null;
  return ((last.bytes - first.bytes) * 1000) / (last.atMs - first.atMs);
}

/** Seconds until `sizeBytes` are sent, or null when nothing moves. */
export function secondsLeft(rate: TransferRate, sizeBytes: number): number | null {
  const speed = bytesPerSecond(rate);
  const sent = rate.samples.at(-1)?.bytes ?? 0;
  return speed === null || speed <= 0 ? null : (sizeBytes - sent) / speed;
}
