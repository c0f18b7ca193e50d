import type { Metadata } from 'next';
import { AccountPage } from '../../../features/account/account-page.tsx';
import { loadShell } from '../load-shell.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function Page() {
  const { account } = await loadShell('/account');
  return <AccountPage account={account} />;
}
