export type { Marker, MarkerOptions } from './marker.ts';
export * from './marker-formats.ts';
export * from './parse-clock.ts';
