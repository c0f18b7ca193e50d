'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { toast } from '../../components/toast.ts';

const names = { google: 'Google', github: 'GitHub' } as const;
type OAuthProvider = keyof typeof names;

/** The sites that this installation has keys for, as next-auth tells. */
async function fetchProviders(): Promise<OAuthProvider[]> {
  const response = await fetch('/api/auth/providers');
  if (!response.ok) return [];
  const answered = Object.keys((await response.json()) as Record<string, unknown>);
  return (Object.keys(names) as OAuthProvider[]).filter((provider) => answered.includes(provider));
}

/** Sign-in by another site; nothing when this installation has keys for none. */
export function OAuthButtons({ to }: { to: string }) {
  const { data: providers = [] } = useQuery({
    queryKey: ['sign-in-providers'],
    queryFn: fetchProviders,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [busy, setBusy] = useState<OAuthProvider | null>(null);
  if (providers.length === 0) return null;

  const go = async (provider: OAuthProvider) => {
    setBusy(provider);
    try {
      const { signIn } = await import('next-auth/react');
      await signIn(provider, { callbackUrl: to });
    } catch (error) {
      setBusy(null);
      toast.failed(error);
    }
  };

  return (
    <>
      <div className="flex flex-col gap-2">
        {providers.map((provider) => (
          <Button key={provider} size="l" loading={busy === provider} onClick={() => void go(provider)}>
            Continue with {names[provider]}
          </Button>
        ))}
      </div>
      <div className="flex items-center gap-3 text-muted text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </div>
    </>
  );
}
