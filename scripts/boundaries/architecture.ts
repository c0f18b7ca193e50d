/** The levels of docs/architecture.md: a workspace imports only workspaces of a lower level, and nobody an app. */
export const levels: Record<string, number> = {
  'packages/dsp': 0,
  'packages/protocol': 1,
  prisma: 1,
  'packages/advice': 2,
  'packages/markers': 2,
  'packages/player': 3,
  'packages/core': 3,
  'packages/audio': 3,
  'apps/web': 4,
  'apps/worker': 4,
  'apps/cli': 4,
  e2e: 4,
};

/** Code that runs in browsers, where there is no Node. */
export const browserCode = [
  /^packages\/(player|protocol|advice|markers)\/src\//,
  /^packages\/dsp\/src\/(?!node\.ts$|.*node)/,
  /^apps\/web\/src\/(features|components)\//,
];

export type Confined = {
  /** Package names, or what they begin with when it ends in a slash. */
  packages: string[];
  /** Paths that may import them. */
  allowed: RegExp[];
  because: string;
};

export const confined: Confined[] = [
  {
    packages: ['react', 'react-dom', 'next', 'next-auth', 'socket.io', '@socket.io/'],
    allowed: [/^apps\/web\//],
    because: 'React, Next and socket.io live in apps/web alone',
  },
  {
    packages: ['node-av', '@seydx/'],
    allowed: [/^packages\/audio\//],
    because: 'FFmpeg lives in packages/audio alone',
  },
  {
    packages: ['prisma', '@prisma/'],
    allowed: [/^prisma\//],
    because: 'Prisma lives in prisma/ alone, and packages/core uses its client',
  },
  {
    packages: ['@sweetspot/prisma'],
    allowed: [/^packages\/core\//],
    because: 'the database is reached through packages/core',
  },
  {
    packages: ['@sweetspot/prisma/demo'],
    allowed: [/^apps\/worker\/src\/seed\//],
    because: 'what the demo is called matters to the seed and the launcher alone',
  },
  {
    packages: ['@sweetspot/prisma/testing', '@sweetspot/prisma/seed'],
    allowed: [/^packages\/core\//, /\.test\.tsx?$/, /(^|\/)testing(\/|\.ts$)/, /^e2e\//],
    because: 'test databases and factories are for tests',
  },
];

/** Files that may read `process.env`: one per app, configuration of tools, and scripts. */
export const environmentReaders = [
  /^apps\/[^/]+\/src\/(.*\/)?env\.ts$/,
  /^e2e\/fixtures\/installation\.ts$/,
  /^e2e\/(guide|measure)\//,
  /(^|\/)[^/]+\.config\.(ts|mjs)$/,
  /^scripts\//,
  /^(prisma|e2e|(packages|apps)\/[^/]+)\/scripts\//,
];

/** Drawers that end up holding everything. */
export const forbiddenNames = /(^|\/)(lib|utils?|helpers?|common|shared|misc|types|config-[^/]*)(\/|\.tsx?$)/;
/** A folder of the DSP's AssemblyScript may be named as the compiler wants it, and `types.ts` is a name for a file of types. */
export const allowedNames = /^packages\/dsp\/assembly\/|(^|\/)types\.ts$/;
