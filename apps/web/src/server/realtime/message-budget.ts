/** Messages a connection may send: 60 at once, refilled at 30 a second. Presence takes ten a second at most. */
const burst = 60;
const perSecond = 30;
/** Refused messages in a row after which the connection is closed. */
const patience = 300;

export type MessageBudget = { take(): 'ok' | 'refused'; isExhausted(): boolean };

export function createMessageBudget(nowMs: () => number): MessageBudget {
  let left = burst;
  let filledAt = nowMs();
  let refused = 0;
  return {
    take() {
      const now = nowMs();
      left = Math.min(burst, left + ((now - filledAt) / 1000) * perSecond);
      filledAt = now;
      if (left < 1) {
        refused += 1;
        return 'refused';
      }
      left -= 1;
      // One message that was let through now and then does not make a flood less of one.
      refused = Math.max(0, refused - 1);
      return 'ok';
    },
    isExhausted: () => refused > patience,
  };
}
