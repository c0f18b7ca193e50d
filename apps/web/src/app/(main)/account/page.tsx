import type { Metadata } from 'next';
import { AccountPage } from '../../../features/account/account-page.tsx';
import { loadForMember } from '../../../features/shell/load-for-member.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function Page() {
  const account = await loadForMember('/account', async (_api, me) => me);
  return <AccountPage account={account} />;
}
