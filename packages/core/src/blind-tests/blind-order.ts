import { createHmac, randomBytes } from 'node:crypto';

/** What all orders of one blind test are drawn from: who does not have it cannot foretell any of them. */
export const newSeed = (): string => randomBytes(32).toString('hex');

/** Numbers of 32 bits, the same for the same seed and purpose, and unrelated for others. */
function* draws(seed: string, purpose: string): Generator<number, never> {
  for (let block = 0; ; block += 1) {
    const bytes = createHmac('sha256', Buffer.from(seed, 'hex')).update(`${purpose}/${block}`).digest();
    for (let at = 0; at < bytes.length; at += 4) yield bytes.readUInt32BE(at);
  }
}

/** Each order equally likely (Fisher & Yates; what would favour small numbers is drawn again). */
export function shuffled<T>(seed: string, purpose: string, items: readonly T[]): T[] {
  const numbers = draws(seed, purpose);
  const below = (limit: number): number => {
    const fair = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const number = numbers.next().value;
      if (number < fair) return number % limit;
    }
  };
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** The two versions of an ABX test as A and B. */
export const sidesOf = ({ seed, versionIds }: { seed: string; versionIds: string[] }): string[] =>
  shuffled(seed, 'sides', versionIds);

/**
 * Whether X is A in a trial. Each is tossed by itself: in an order with as many A as B the last trials could be counted out.
 */
export const isXA = ({ seed }: { seed: string }, trial: number): boolean =>
  draws(seed, `trial ${trial}`).next().value % 2 === 0;

/** The versions of a vote in the order in which one voter hears them as A, B, C … */
export const lettersOf = (
  { seed, versionIds }: { seed: string; versionIds: string[] },
  { id }: { id: string },
): string[] => shuffled(seed, `voter ${id}`, versionIds);

/** Names bytes for a browser's cache without telling which version they are of. */
export const blindTag = (seed: string, ...parts: string[]): string =>
  createHmac('sha256', Buffer.from(seed, 'hex'))
    .update(`tag/${parts.join('/')}`)
    .digest('hex')
    .slice(0, 32);
