/** Every POST of our pages carries this header; a form or a link of a foreign site cannot send it without asking (CORS). */
export const apiHeader = 'x-sweetspot';

/** Most calls in one HTTP request: a batch must not be a way around a rate limit. */
export const maxBatchSize = 10;
