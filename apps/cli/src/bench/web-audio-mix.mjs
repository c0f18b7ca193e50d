// A peer for `sweetspot bench`: the same mix with the nodes of node-web-audio-api. Arguments: URL of its module, stems.
import { readFileSync } from 'node:fs';

const [moduleUrl, ...stems] = process.argv.slice(2);
const { OfflineAudioContext } = await import(moduleUrl);
const sampleRate = 48_000;
const decoder = new OfflineAudioContext(2, 128, sampleRate);
const buffers = await Promise.all(
  stems.map((path) => {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    return decoder.decodeAudioData(buffer.slice(byteOffset, byteOffset + byteLength));
  }),
);
const context = new OfflineAudioContext(2, Math.max(...buffers.map(({ length }) => length)), sampleRate);
const filter = (type, frequency, gain, q) => {
  const node = context.createBiquadFilter();
  node.type = type;
  node.frequency.value = frequency;
  node.gain.value = gain;
  node.Q.value = q;
  return node;
};
const compressor = (threshold, ratio) => {
  const node = context.createDynamicsCompressor();
  node.threshold.value = threshold;
  node.ratio.value = ratio;
  node.attack.value = 0.015;
  node.release.value = 0.12;
  return node;
};
const bus = filter('highshelf', 10_000, 1, 0.71);
bus.connect(compressor(-18, 2)).connect(context.destination);
buffers.forEach((buffer, index) => {
  const source = context.createBufferSource();
  source.buffer = buffer;
  const pan = context.createStereoPanner();
  pan.pan.value = ((index % 5) - 2) / 4;
  const gain = context.createGain();
  gain.gain.value = 10 ** (-12 / 20);
  source
    .connect(filter('highpass', 60, 0, 0.71))
    .connect(filter('peaking', 1000, 3, 1))
    .connect(filter('highshelf', 8000, -2, 0.71))
    .connect(compressor(-24, 3))
    .connect(pan)
    .connect(gain)
    .connect(bus);
  source.start();
});
const { length } = await context.startRendering();
console.log(length);
process.exit(0);
