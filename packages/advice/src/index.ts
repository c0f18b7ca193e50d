export * from './delivery-rules.ts';
export * from './guess-material.ts';
export * from './judge-delivery.ts';
export * from './judge-file.ts';
export * from './judge-stems.ts';
export * from './recommend-service.ts';
export * from './thresholds.ts';
