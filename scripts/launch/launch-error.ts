/** Something the person at the terminal can put right; `message` is one sentence that says what and how. */
export class LaunchError extends Error {
  override name = 'LaunchError';
}
