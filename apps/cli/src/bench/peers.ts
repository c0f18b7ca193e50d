import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Programs that others trust for the same jobs, where they are installed; null where not. */
export interface Peers {
  ffmpeg: string | null;
  sox: string | null;
  /** A program made of libebur128 alone. */
  libebur128: string | null;
  /** URL of the module. */
  nodeWebAudio: string | null;
}

const cache = fileURLToPath(new URL('../../node_modules/.cache/peers/', import.meta.url));
const webAudioModule = join(cache, 'node_modules/node-web-audio-api/index.js');

/** What fetches them all, for Debian. They are no part of the product and nothing else uses them. */
export const peerInstallation: readonly (readonly [command: string, ...args: string[]])[] = [
  ['apt-get', 'install', '-y', '--no-install-recommends', 'ffmpeg', 'sox', 'libebur128-dev', 'gcc', 'libc6-dev'],
  ['npm', 'install', '--prefix', cache, '--no-audit', '--no-fund', 'node-web-audio-api@2.2.0'],
];

export function findPeers(): Peers {
  return {
    ffmpeg: hasProgram('ffmpeg', '-version') ? 'ffmpeg' : null,
    sox: hasProgram('sox', '--version') ? 'sox' : null,
    libebur128: compileMeter(),
    nodeWebAudio: existsSync(webAudioModule) ? pathToFileURL(webAudioModule).href : null,
  };
}

const hasProgram = (name: string, question: string): boolean =>
  spawnSync(name, [question], { stdio: 'ignore' }).status === 0;

function compileMeter(): string | null {
  mkdirSync(cache, { recursive: true });
  const program = join(cache, 'libebur128-meter');
  const source = fileURLToPath(new URL('libebur128-meter.c', import.meta.url));
  const made = spawnSync('cc', ['-O2', '-o', program, source, '-lebur128', '-lm'], { stdio: 'ignore' });
  return made.status === 0 ? program : null;
}

/** First line of what a program says about itself. */
export function versionOf(program: string, question: string): string {
  const { stdout } = spawnSync(program, [question], { encoding: 'utf8' });
  return (stdout ?? '')
    .split('\n')[0]!
    .replace(/ Copyright.*/, '')
    .trim();
}
