import { runSweetspot } from './launch/run-sweetspot.ts';

/** `npm start`: Sweetspot as people use it. See docs/decisions/0001-toolchain.md. */
await runSweetspot('production');
