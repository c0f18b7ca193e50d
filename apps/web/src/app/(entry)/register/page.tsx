import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TextLink } from '../../../components/text-link.tsx';
import { RegisterForm } from '../../../features/account/register-form.tsx';
import { returnPath, withReturnPath } from '../../../features/account/return-path.ts';
import { EntryCard } from '../../../features/shell/entry-card.tsx';
import { pageApi } from '../../../server/page-api.ts';

export const metadata: Metadata = { title: 'Register' };

export default async function Page({ searchParams }: PageProps<'/register'>) {
  const to = returnPath((await searchParams)['callbackUrl']);
  if ((await (await pageApi()).account.me()) !== null) redirect(to);
  return (
    <EntryCard
      title="Register"
      lead="Take a song from tracking, through the mix, to the master, with everybody hearing the same thing."
      footer={
        <>
          You have an account? <TextLink href={withReturnPath('/sign-in', to)}>Sign in</TextLink>
        </>
      }
    >
      <RegisterForm to={to} />
    </EntryCard>
  );
}
