'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { TooltipProvider } from '../../components/tooltip.tsx';
import { TrpcProvider } from '../api/trpc-provider.tsx';

const Toaster = dynamic(() => import('../../components/toaster.tsx'), { ssr: false });

/** What every page stands in. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <TrpcProvider>
      <TooltipProvider>{children}</TooltipProvider>
      <Toaster />
    </TrpcProvider>
  );
}
