import type { AccountView } from '@sweetspot/protocol/views';
import { redirect } from 'next/navigation';
import { loadForPage } from '../../server/page-api.ts';
import type { PageApi } from '../../server/page-door.ts';
import { withReturnPath } from '../account/return-path.ts';

/** Like `loadForPage`, for pages that only a signed-in person has: a guest of a link goes to the sign-in page too. */
export async function loadForMember<T>(
  path: string,
  load: (api: PageApi, account: AccountView) => Promise<T>,
): Promise<T> {
  return loadForPage(path, async (api) => {
    const account = await api.account.me();
    if (account === null) redirect(withReturnPath('/sign-in', path));
    return load(api, account);
  });
}
