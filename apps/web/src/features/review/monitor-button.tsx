'use client';

import type { MonitorMode } from '@sweetspot/player/monitor';
import { Headphones } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Menu, MenuCheckbox, MenuRadioGroup, MenuSeparator } from '../../components/menu.tsx';
import { useReview } from './review-context.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

const modes: readonly { value: MonitorMode; label: string }[] = [
  { value: 'stereo', label: 'Stereo' },
  { value: 'mono', label: 'Mono' },
  { value: 'side', label: 'Side only' },
  { value: 'left', label: 'Left on both' },
  { value: 'right', label: 'Right on both' },
  { value: 'swapped', label: 'Left and right swapped' },
  { value: 'inverted', label: 'Right inverted' },
];

/** What the loudspeakers get of left and right, for this listener alone. */
export function MonitorButton() {
  const { player, version } = useReview();
  const monitor = usePlayerSnapshot((snapshot) => snapshot.monitor);
  const dim = usePlayerSnapshot((snapshot) => snapshot.dim);
  if (version?.file.state !== 'ready') return null;
  const { label } = modes.find(({ value }) => value === monitor)!;
  const changed = monitor !== 'stereo' || dim;
  return (
    <Menu
      align="start"
      trigger={
        <Button
          className={changed ? 'border-accent! text-accent!' : ''}
          title="What the loudspeakers get: stereo, mono, side …"
          aria-label={`Monitor: ${label}${dim ? ', dimmed' : ''}`}
          icon={<Headphones aria-hidden className="size-4" />}
        >
          {changed ? (
            <span className="max-xl:sr-only">
              {[monitor === 'stereo' ? null : label, dim ? 'Dim' : null].filter(Boolean).join(' · ')}
            </span>
          ) : null}
        </Button>
      }
    >
      <MenuRadioGroup
        label="Monitor, for you alone"
        value={monitor}
        options={modes}
        onChange={(mode) => player?.setMonitor(mode)}
      />
      <MenuSeparator />
      <MenuCheckbox checked={dim} shortcut="D" onChange={(on) => player?.setDim(on)}>
        Dim, 20 dB quieter
      </MenuCheckbox>
    </Menu>
  );
}
