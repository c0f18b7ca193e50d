import { resolve } from 'node:path';
import { findViolations } from './boundaries/find-violations.ts';

/** `pnpm boundaries`: who may import whom, as docs/architecture.md draws it. */
const violations = findViolations(resolve(import.meta.dirname, '..'));
for (const { file, line, sentence } of violations) console.error(`${file}:${line}  ${sentence}`);
if (violations.length > 0) process.exitCode = 1;
else console.log('Every import goes the way the architecture says.');
