import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of this person's settings, where programs of this system keep them. */
export function settingsFolder(): string {
  const base = process.env['XDG_CONFIG_HOME'] || process.env['APPDATA'] || join(homedir(), '.config');
  return join(base, 'sweetspot');
}
