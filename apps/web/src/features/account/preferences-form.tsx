'use client';

import type { Theme } from '@sweetspot/protocol/preferences';
import type { AccountView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { Switch } from '../../components/switch.tsx';
import { toast } from '../../components/toast.ts';
import { useFollowedState } from '../../components/use-followed-state.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { applyTheme } from '../shell/theme.ts';
import { themeName, themes } from '../shell/theme-name.ts';

const icons = { system: <Monitor aria-hidden />, dark: <Moon aria-hidden />, light: <Sun aria-hidden /> } as const;

/** Theme and keyboard; each takes effect and is kept as soon as it is chosen. */
export function PreferencesForm({ account }: { account: AccountView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [theme, setTheme] = useFollowedState(account.preferences.theme);
  const [shortcuts, setShortcuts] = useFollowedState(account.preferences.keyboardShortcuts);
  const save = useMutation(
    trpc.account.updateProfile.mutationOptions({ onSuccess: () => router.refresh(), onError: toast.failed }),
  );
  const chooseTheme = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    save.mutate({ preferences: { theme: next } });
  };
  const switchShortcuts = (keyboardShortcuts: boolean) => {
    setShortcuts(keyboardShortcuts);
    save.mutate({ preferences: { keyboardShortcuts } });
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start gap-2">
        <span className="font-medium">Theme</span>
        <SegmentedControl
          label="Theme"
          value={theme}
          onChange={chooseTheme}
          options={themes.map((value) => ({ value, label: themeName(value), icon: icons[value] }))}
        />
      </div>
      <Switch
        label="Keyboard shortcuts"
        hint="Space, J, K, L, arrows, C and others on the page of a song. Press ? there for the list."
        checked={shortcuts}
        onChange={switchShortcuts}
      />
    </div>
  );
}
