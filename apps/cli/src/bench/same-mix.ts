import { fileURLToPath } from 'node:url';

/** The chain of `busyRecipe` in the words of FFmpeg's filters: the arguments of the program. */
export function ffmpegMix(stems: readonly string[], out: string): string[] {
  const strips = stems.map((_, index) => {
    const pan = ((index % 5) - 2) / 4;
    const angle = ((pan + 1) * Math.PI) / 4;
    const chain = [
      'aformat=sample_fmts=fltp:channel_layouts=stereo',
      'highpass=f=60:p=2',
      'equalizer=f=1000:t=q:w=1:g=3',
      'highshelf=f=8000:t=q:w=0.71:g=-2',
      'acompressor=threshold=-24dB:ratio=3:attack=15:release=120:knee=2',
      `pan=stereo|c0=${(Math.SQRT2 * Math.cos(angle)).toFixed(4)}*c0|c1=${(Math.SQRT2 * Math.sin(angle)).toFixed(4)}*c1`,
      'volume=-12dB',
    ];
    return `[${index}:a]${chain.join(',')}[s${index}]`;
  });
  const all = stems.map((_, index) => `[s${index}]`).join('');
  const bus = `${all}amix=inputs=${stems.length}:normalize=0,highshelf=f=10000:t=q:w=0.71:g=1,acompressor=threshold=-18dB:ratio=2:attack=15:release=120[mix]`;
  return [
    '-nostats',
    '-y',
    ...stems.flatMap((path) => ['-i', path]),
    '-filter_complex',
    [...strips, bus].join(';'),
    '-map',
    '[mix]',
    '-c:a',
    'pcm_f32le',
    out,
  ];
}

/** The same with the nodes of Web Audio: the arguments for Node. */
export const webAudioMix = (module: string, stems: readonly string[]): string[] => [
  fileURLToPath(new URL('web-audio-mix.mjs', import.meta.url)),
  module,
  ...stems,
];
