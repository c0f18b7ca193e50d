export * from './compare-player.ts';
export * from './difference.ts';
export * from './gain-match.ts';
export * from './monitor.ts';
export * from './peaks-reader.ts';
export type { AudioOutput } from './player-output.ts';
export * from './player-snapshot.ts';
export * from './player-version.ts';
