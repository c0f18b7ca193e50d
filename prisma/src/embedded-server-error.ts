/** The embedded server could not be made or started; `message` is a sentence for the person at the terminal. */
export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError';
}
