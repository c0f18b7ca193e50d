import { networkOf } from '@sweetspot/core/audit/network-of';
import { tooManyAttempts } from '@sweetspot/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * What one network may try. Guessing at one account or one link is counted in the database by core (`countAttempt`), for
 * all processes together; this here stops one machine from trying many, and is kept in memory: n processes allow n times
 * as much.
 */
const limits = {
  /** wrong passwords and dead links; a right one is given back */
  signIn: { points: 50, minutes: 15 },
  register: { points: 30, minutes: 60 },
  /** mails asked for, to whichever address */
  mail: { points: 30, minutes: 15 },
  /** share links looked up or entered; a right password is given back */
  share: { points: 120, minutes: 15 },
} as const;

export type RateLimit = keyof typeof limits;

export type RateLimits = {
  /** Counts one try; throws `too_many`. Answers a function that takes it back. */
  count(limit: RateLimit, ip: string): Promise<() => Promise<void>>;
};

export function createRateLimits(): RateLimits {
  const limiters = new Map(
    Object.entries(limits).map(([name, { points, minutes }]) => [
      name,
      new RateLimiterMemory({ points, duration: minutes * 60 }),
    ]),
  );
  return {
    async count(limit, ip) {
      const limiter = limiters.get(limit)!;
      const key = networkOf(ip);
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        throw tooManyAttempts(refused.msBeforeNext, `${limit} from ${key}`);
      }
      return async () => {
        await limiter.reward(key);
      };
    },
  };
}
