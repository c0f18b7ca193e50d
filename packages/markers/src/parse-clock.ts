/** Seconds of "1:04.25", "1:02:03", "64.25"; null for anything else. */
export function parseClock(text: string): number | null {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{1,6})?)$/.exec(text.trim());
  if (!match) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  const rest = Number(seconds.replace(',', '.'));
  if ((match[2] !== undefined && rest >= 60) || (match[1] !== undefined && Number(minutes) >= 60)) return null;
  return Number(hours) * 3600 + Number(minutes) * 60 + rest;
}
