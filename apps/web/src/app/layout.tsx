import './globals.css';
import { themeSchema } from '@sweetspot/protocol/preferences';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '../features/shell/providers.tsx';
import { themeCookie } from '../features/shell/theme.ts';
import { pageApi } from '../server/page-api.ts';

export const metadata: Metadata = {
  title: { default: 'Sweetspot', template: '%s · Sweetspot' },
  description: 'Where a song travels from tracking, through the mix, to the master.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#15181b' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, account] = await Promise.all([cookies(), pageApi().then((api) => api.account.me())]);
  // The account's choice, else this device's, else dark.
  const theme = account?.preferences.theme ?? themeSchema.safeParse(jar.get(themeCookie)?.value).data ?? 'dark';
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
