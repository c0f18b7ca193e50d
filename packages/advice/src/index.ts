export * from './guess-material.ts';
export * from './judge-file.ts';
export * from './judge-stems.ts';
export * from './recommend-service.ts';
export * from './thresholds.ts';
