'use client';

import { MenuRadioGroup } from '../../components/menu.tsx';
import { useReview } from './review-context.tsx';
import { serviceLevels } from './service-levels.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

const matched = 'Loudness match';
const asTheyAre = 'As they are';

/** How loud the versions play: all alike, as they are, or as a service plays them. Loaded when it is opened. */
export default function LevelsMenu() {
  const { player } = useReview();
  const level = usePlayerSnapshot(({ levels, loudnessMatch }) => levels ?? (loudnessMatch ? matched : asTheyAre));
  const levels = serviceLevels();
  const choose = (name: string) => {
    const chosen = levels.find((each) => each.name === name);
    if (chosen) player?.setLevels(chosen);
    else player?.setLoudnessMatch(name === matched);
  };
  return (
    <MenuRadioGroup
      label="How loud it plays, for you alone"
      value={level}
      options={[matched, asTheyAre, ...levels.map(({ name }) => name)].map((name) => ({ value: name, label: name }))}
      onChange={choose}
    />
  );
}
