import { createHash } from 'node:crypto';
import { AV_DISPOSITION_ATTACHED_PIC, AV_LOG_QUIET } from 'node-av/constants';
import { Dictionary, FormatContext, InputFormat, Log, Packet } from 'node-av/lib';
import { answerFd, writeFully } from '../pipe-frames.ts';
import { startWatchdog } from '../watchdog.ts';

/** Values by FFmpeg's names in small letters, of the file and of its streams. */
export interface StoredTags {
  values: Record<string, string>;
  /** Of each attached picture. */
  pictures: { sha256: string }[];
}

const order = JSON.parse(process.argv[2] ?? '') as {
  parentPid: number;
  maxRssBytes: number;
  paths: string[];
  demuxer: string;
};
startWatchdog(order);
Log.setLevel(AV_LOG_QUIET);

function read(path: string): StoredTags {
  const format = new FormatContext();
  const opened = format.openInputSync(
    `file:${path}`,
    InputFormat.findInputFormat(order.demuxer),
    Dictionary.fromObject({ protocol_whitelist: 'file' }),
  );
  if (opened < 0) throw new Error(`open ${opened}`);
  const probed = format.findStreamInfoSync(null);
  if (probed < 0) throw new Error(`stream info ${probed}`);
  const tags: StoredTags = { values: {}, pictures: [] };
  const take = (dictionary: Dictionary | null) => {
    for (const [name, value] of Object.entries(dictionary?.getAll() ?? {})) tags.values[name.toLowerCase()] ??= value;
  };
  take(format.metadata);
  const covers = new Set<number>();
  for (const stream of format.streams) {
    if ((stream.disposition & AV_DISPOSITION_ATTACHED_PIC) === 0) take(stream.metadata);
    else covers.add(stream.index);
  }
  // Attached pictures come before the sound.
  const packet = new Packet();
  packet.alloc();
  while (tags.pictures.length < covers.size && format.readFrameSync(packet) >= 0) {
    const { data } = packet;
    if (!covers.has(packet.streamIndex) || !data) break;
    tags.pictures.push({ sha256: createHash('sha256').update(data).digest('hex') });
    packet.unref();
  }
  return tags;
}

writeFully(answerFd, Buffer.from(JSON.stringify(order.paths.map(read))));
process.exit(0);
