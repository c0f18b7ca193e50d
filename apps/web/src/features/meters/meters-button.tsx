'use client';

import { Activity } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';

export function MetersButton({ open, onToggle }: { open: boolean; onToggle: () => void }) {
  return (
    <IconButton
      label={open ? 'Hide the meters' : 'Show the meters'}
      shortcut="M"
      pressed={open}
      icon={<Activity aria-hidden className="size-4" />}
      onClick={onToggle}
    />
  );
}
