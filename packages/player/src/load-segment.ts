import { segmentName } from '@sweetspot/protocol/derived';
import type { PlayerVersion } from './player-version.ts';

/** A sentence for the listener: why nothing can be heard, and what to do. */
export class PlaybackError extends Error {
  override readonly name = 'PlaybackError';
}

const retryDelaysMs = [250, 1000, 3000];

export const segmentUrl = (mediaBase: string, version: PlayerVersion, index: number): string =>
  `${mediaBase}/files/${version.fileId}/segments/${segmentName(index, version.segments.codec)}`;

/** Frames of a segment; the last one may be shorter. */
export const segmentFrames = (version: PlayerVersion, index: number): number =>
  Math.min(version.segments.framesPerSegment, version.frames - index * version.segments.framesPerSegment);

/**
 * Fetches and decodes one segment at the file's own rate, where `decodeAudioData` gives the very samples of the file,
 * and undoes the scaling that let floats above full scale be stored as integers. Lost connections are retried.
 * Throws `PlaybackError`, or what the signal was aborted with.
 */
export async function loadSegment(
  mediaBase: string,
  version: PlayerVersion,
  index: number,
  signal: AbortSignal,
): Promise<AudioBuffer> {
  const bytes = await fetchBytes(segmentUrl(mediaBase, version, index), signal);
  const decoder = new OfflineAudioContext(version.channels, 1, version.sampleRate);
  const buffer = await decoder.decodeAudioData(bytes).catch((cause: unknown) => {
    throw new PlaybackError('A part of this file cannot be decoded by this browser. Try another browser.', { cause });
  });
  if (buffer.length !== segmentFrames(version, index))
    throw new PlaybackError('A part of this file arrived incomplete. Reload the page to try again.');
  if (version.segments.exponent > 0) scale(buffer, 2 ** version.segments.exponent);
  return buffer;
}

async function fetchBytes(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(url, { signal, credentials: 'same-origin' });
      if (response.ok) return await response.arrayBuffer();
      if (response.status < 500)
        throw new PlaybackError('You can no longer listen to this file. Reload the page, or ask for a new link.');
      if (attempt >= retryDelaysMs.length)
        throw new PlaybackError('The server cannot send this file now. Try again in a minute.');
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PlaybackError) throw error;
      if (attempt >= retryDelaysMs.length)
        throw new PlaybackError('The connection was lost. Playback goes on from here when you press play.', {
          cause: error,
        });
    }
    await pause(retryDelaysMs[attempt]!, signal);
  }
}

/** Resolves after the time; rejects when the signal aborts. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', aborted, { once: true });
  });
}

function scale(buffer: AudioBuffer, factor: number): void {
  for (let channel = 0; channel < buffer.numberOfChannels; channel += 1) {
    const samples = buffer.getChannelData(channel);
    for (let n = 0; n < samples.length; n += 1) samples[n]! *= factor;
  }
}
