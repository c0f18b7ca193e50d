import type { Strip } from '@sweetspot/protocol/recipes';

/** A strip's sends after the one to that return was set; at −∞ there is none, unless it is automated. */
export function sendsWith({ sends, automation }: Strip, to: string, levelDb: number | null): Strip['sends'] {
  const known = sends.find((send) => send.to === to);
  if (known) {
    const moves = automation.some((lane) => lane.parameter === 'sendDb' && lane.to === to);
    if (levelDb === null && !moves) return sends.filter((send) => send !== known);
    return sends.map((send) => (send === known ? { ...send, levelDb } : send));
  }
  return levelDb === null ? sends : [...sends, { to, levelDb, position: 'post' }];
}
