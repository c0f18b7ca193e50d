/**
 * What a `Range` header asks of a body (RFC 9110 §14): the whole, one part (both ends inclusive), or something outside.
 *
 * Only single ranges of bytes are served. Several at once, other units and what cannot be parsed are ignored, as the RFC
 * allows, so a thousand overlapping ranges cost as much as none.
 */
export type RangeAnswer = { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

/**
 * @param header value of `Range`, if any.
 * @param ifRange value of `If-Range`; the range only counts when it is this very `etag` (a date never is: files have none).
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
  etag: string,
  ifRange: string | undefined,
): RangeAnswer {
  if (header === undefined || (ifRange !== undefined && ifRange !== etag)) return { kind: 'whole' };
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header);
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  if (match[1] === '') {
    const last = Number(match[2]);
    if (last === 0 || sizeBytes === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', start: Math.max(0, sizeBytes - last), end: sizeBytes - 1 };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1);
  if (start >= sizeBytes) return { kind: 'unsatisfiable' };
  // "5-3" is not a range at all (RFC 9110 §14.1.1).
  return end < start ? { kind: 'whole' } : { kind: 'part', start, end };
}
