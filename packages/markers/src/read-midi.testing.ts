/** What a Standard MIDI File 1.0 holds, read after the specification and not after the library that writes ours. */
export function readMidi(bytes: Uint8Array): { tempo: number; markers: { seconds: number; text: string }[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) =>
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, at + length));
  if (text(0, 4) !== 'MThd' || view.getUint32(4) !== 6 || text(14, 4) !== 'MTrk') throw new Error('no MIDI file');
  const ticksPerBeat = view.getUint16(12);
  const end = 22 + view.getUint32(18);
  let at = 22;
  const number = () => {
    let value = 0;
    for (;;) {
      const byte = bytes[at++]!;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  let tick = 0;
  let microsecondsPerBeat = 500_000;
  const markers: { seconds: number; text: string }[] = [];
  while (at < end) {
    tick += number();
    if (bytes[at++] !== 0xff) throw new Error('only meta events are expected');
    const type = bytes[at++]!;
    const length = number();
    if (type === 0x51) microsecondsPerBeat = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    if (type === 0x06)
      markers.push({ seconds: (tick * microsecondsPerBeat) / ticksPerBeat / 1_000_000, text: text(at, length) });
    at += length;
    if (type === 0x2f) break;
  }
  if (at !== end || end !== bytes.length) throw new Error('the track ends elsewhere');
  return { tempo: 60_000_000 / microsecondsPerBeat, markers };
}

/** RFC 4180, with any separator. */
export function readCsv(text: string, separator = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < text.length; ) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; !(text[at] === '"' && text[at + 1] !== '"'); at += 1) {
        field += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') field += text[at++];
    row.push(field);
    if (text[at] === '\r') at += 1;
    if (at >= text.length || text[at] === '\n') {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  return rows;
}
