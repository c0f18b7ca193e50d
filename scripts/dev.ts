import { runSweetspot } from './launch/run-sweetspot.ts';

/** `pnpm dev`: pages reload when they change, and web and worker start again when their own code does. */
await runSweetspot('development');
