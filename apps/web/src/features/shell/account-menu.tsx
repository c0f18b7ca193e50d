'use client';

import type { Theme } from '@sweetspot/protocol/preferences';
import type { AccountView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { LogOut, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { Avatar } from '../../components/avatar.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '../../components/menu.tsx';
import { toast } from '../../components/toast.ts';
import { useFollowedState } from '../../components/use-followed-state.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { leaveAccount } from './leave-account.ts';
import { applyTheme } from './theme.ts';
import { themeName, themes } from './theme-name.ts';

/** Who is signed in, the theme, and the way out. */
export function AccountMenu({ account }: { account: AccountView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const [theme, setTheme] = useFollowedState<Theme>(account.preferences.theme);
  const save = useMutation(trpc.account.updateProfile.mutationOptions());

  const chooseTheme = (next: Theme) => {
    setTheme(next);
    applyTheme(next);
    save.mutate({ preferences: { theme: next } }, { onSuccess: () => router.refresh(), onError: toast.failed });
  };

  return (
    <Menu
      trigger={
        <button type="button" className="grid size-9 place-items-center rounded-full touch:size-11">
          <Avatar name={account.name} pictureUrl={account.pictureUrl} size="m" decorative />
          <span className="sr-only">Account of {account.name}</span>
        </button>
      }
    >
      <MenuLabel>
        <span className="block truncate font-semibold text-base text-ink">{account.name}</span>
        <span className="block truncate">{account.email}</span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem asChild>
        <Link href="/account">
          <UserRound aria-hidden />
          Account
        </Link>
      </MenuItem>
      <MenuSeparator />
      <MenuRadioGroup
        label="Theme"
        value={theme}
        onChange={chooseTheme}
        options={themes.map((value) => ({ value, label: themeName(value) }))}
      />
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => leaveAccount().catch(toast.failed)}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
