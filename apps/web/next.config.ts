import type { NextConfig } from 'next';

/** Security headers, uploads, media and the API are not here: server.ts serves them in front of Next. */
const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Compression belongs to the proxy in front; here it would buffer what is streamed.
  compress: false,
  images: { unoptimized: true },
  devIndicators: false,
  // `pnpm check` checks the types of everything; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
