import { afterEach, beforeEach, expect, it } from 'vitest';
import { ComparePlayer } from './compare-player.ts';
import type { PlayerVersion } from './player-version.ts';

let player: ComparePlayer;
beforeEach(() => {
  player = new ComparePlayer();
});
afterEach(() => player.dispose());

const soundOf = (id: string): PlayerVersion => ({
  ...{ id, fileId: id, sampleRate: 48_000, frames: 96_000, channels: 2 },
  segments: { codec: 'flac', exponent: 0, framesPerSegment: 48_000, count: 2 },
  integratedLufs: null,
  truePeakDbtp: null,
});

it('lets a stem go with the version that it sounded in place of', () => {
  player.setVersions([soundOf('mix')]);
  player.select('mix');
  player.solo(soundOf('stem'));
  player.setVersions([]);
  expect(player.getSnapshot()).toMatchObject({ versionId: null, soloId: null, state: 'idle', durationFrames: 0 });
});

it('has nothing to play when a stem ends where there is no version', () => {
  player.solo(soundOf('stem'));
  expect(player.getSnapshot()).toMatchObject({ soloId: 'stem', state: 'paused', durationFrames: 96_000 });
  player.solo(null);
  expect(player.getSnapshot()).toMatchObject({ soloId: null, state: 'idle', durationFrames: 0, positionSamples: 0 });
});
