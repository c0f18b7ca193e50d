import { Bell, Inbox, ListMusic, type LucideIcon, UserRound } from 'lucide-react';

export type NavigationItem = { href: string; label: string; icon: LucideIcon; counts?: 'songs' | 'requests' | 'inbox' };

/** The places of the program that are always one step away. */
export const navigationItems: readonly NavigationItem[] = [
  { href: '/', label: 'Songs', icon: ListMusic, counts: 'songs' },
  { href: '/requests', label: 'Requests', icon: Inbox, counts: 'requests' },
  { href: '/inbox', label: 'Inbox', icon: Bell, counts: 'inbox' },
];

/** Only on a phone, where there is no menu in the corner of the eye. */
export const accountItem: NavigationItem = { href: '/account', label: 'Account', icon: UserRound };
