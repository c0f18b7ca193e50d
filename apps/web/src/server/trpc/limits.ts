/** Most calls in one HTTP request: a batch must not be a way around a rate limit. */
export const maxBatchSize = 10;

/** Every POST carries this header; a form or a link of a foreign site cannot send it without asking first (CORS). */
export const apiHeader = 'x-sweetspot';

/** Largest body of a call: a recipe of some hundred stems fits, a file does not. */
export const maxBodyBytes = 1024 * 1024;
