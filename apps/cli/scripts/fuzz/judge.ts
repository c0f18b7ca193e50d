import { existsSync, readdirSync } from 'node:fs';
import type { Ended } from './run-alone.ts';

const mostBytes = 256 * 1024 ** 2;
const stackTrace = /\n\s+at .*:\d+:\d+/;
/** What zod says when nobody put it into words. */
const rawIssue =
  /ZodError|"code": "(invalid_(type|value|format|union|key)|too_big|too_small|unrecognized_keys|custom)|Invalid (input|option|key|element|union|discriminator)|expected \w+ to (be|have)|Unrecognized key/;

/** What is wrong with how a command line ended, or null. */
export function judge(
  { code, out, err, seconds, largestBytes }: Ended,
  { outDir, isJson, longestSeconds }: { outDir: string; isJson: boolean; longestSeconds: number },
): string | null {
  if (seconds > longestSeconds) return `took ${seconds.toFixed(1)} s`;
  if (code !== 0 && code !== 1 && code !== 2) return `exit code ${code}: ${err.slice(-1000)}`;
  if (largestBytes > mostBytes) return `took ${Math.round(largestBytes / 1024 ** 2)} MB`;
  const left = existsSync(outDir) ? readdirSync(outDir, { recursive: true }).map(String) : [];
  if (left.some((name) => /\.part$|\.sweetspot-/.test(name))) return `left ${left.join(', ')}`;
  const said = out + err;
  if (stackTrace.test(said)) return `a stack trace: ${said.slice(-1000)}`;
  if (rawIssue.test(said)) return `raw words: ${said.slice(-600)}`;
  if (isJson && !isDocument(out)) return `standard output is not one document: ${out.slice(0, 200)}`;
  if (/unexpected|on our side|Warning/.test(err)) return err.slice(-600);
  if (code === 0) return null;
  if (left.some((name) => name !== 'files')) return `failed and left ${left.join(', ')}`;
  const hasReason = /(^|\n)sweetspot: [^\n]+\.\n$/.test(err) || /is not (what|the approved)/.test(out);
  return hasReason ? null : `no reason: ${err.slice(-300)}`;
}

function isDocument(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
