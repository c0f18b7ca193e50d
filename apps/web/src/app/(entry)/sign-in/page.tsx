import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TextLink } from '../../../components/text-link.tsx';
import { returnPath, withReturnPath } from '../../../features/account/return-path.ts';
import { signInErrorText } from '../../../features/account/sign-in-and-go.ts';
import { SignInForm } from '../../../features/account/sign-in-form.tsx';
import { EntryCard } from '../../../features/shell/entry-card.tsx';
import { pageApi } from '../../../server/page-api.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const { callbackUrl, error } = await searchParams;
  const to = returnPath(callbackUrl);
  if ((await (await pageApi()).account.me()) !== null) redirect(to);
  return (
    <EntryCard
      title="Sign in"
      footer={
        <>
          New here? <TextLink href={withReturnPath('/register', to)}>Register</TextLink>
        </>
      }
    >
      <SignInForm to={to} failure={typeof error === 'string' ? signInErrorText(error) : null} />
    </EntryCard>
  );
}
