import type { JobHandlers } from '@sweetspot/core/queue/run-jobs';
import { compare } from './compare.ts';
import { deliver } from './deliver.ts';
import { ingest } from './ingest.ts';
import { render } from './render.ts';

/** What a worker can do: one handler for every kind of job. */
export const handlers: JobHandlers = { ingest, render, deliver, compare };
