import type { AutomationSettings, MixSettings, SendSettings } from '../settings.ts';

/** Strips that are summed together before anything else is added. Part of the engine's bits: see `README.md`. */
export const bankStrips = 4;

/** What follows from the settings of a mix before any of it sounds. */
export type MixPlan = {
  /** Per strip: heard, after mutes and solos. */
  audible: boolean[];
  /** Per strip: 0 is the mix bus, groups follow. */
  outputs: number[];
  /** Per return: something that is heard is sent there. */
  fed: boolean[];
  bankCount: number;
};

/**
 * Who is heard: nothing that is muted; while anything is soloed only what is soloed, is in a soloed group, or is solo-safe.
 * Groups and returns stay open for what comes through them. Throws a RangeError when an output or a send leads nowhere.
 */
export const planMix = ({ strips, groups, returns }: MixSettings): MixPlan => {
  const anySolo = strips.some(({ solo }) => solo) || groups.some(({ solo }) => solo);
  const outputs = strips.map(({ output }) => (output === null ? 0 : 1 + placeOf(groups, output)));
  const audible = strips.map(({ mute, solo, soloSafe }, index) => {
    const groupSolo = groups[outputs[index]! - 1]?.solo ?? false;
    return !mute && (!anySolo || solo || soloSafe || groupSolo);
  });
  const fed = returns.map(() => false);
  const feed = (sends: readonly SendSettings[], automation: readonly AutomationSettings[]) => {
    for (const { to, levelDb } of sends) {
      const moves = automation.some((lane) => lane.parameter === 'sendDb' && lane.to === to);
      const place = placeOf(returns, to);
      if (levelDb !== null || moves) fed[place] = true;
    }
  };
  strips.forEach(({ sends, automation }, index) => {
    if (audible[index]) feed(sends, automation);
  });
  for (const { mute, sends, automation } of groups) if (!mute) feed(sends, automation);
  return { audible, outputs, fed, bankCount: Math.ceil(strips.length / bankStrips) };
};

const placeOf = (nodes: readonly { id: string }[], id: string): number => {
  const place = nodes.findIndex((node) => node.id === id);
  if (place < 0) throw new RangeError(`A mix is wired to “${id}”, which is not there`);
  return place;
};
