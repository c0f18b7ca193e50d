import { builds, buildUnlessFresh } from './launch/build-workspaces.ts';
import { describeFailure } from './launch/describe-failure.ts';

/** `pnpm build`: makes what cannot be run from source, unless it is fresh: database client, audio engine, pages. */
try {
  for (const build of Object.values(builds)) await buildUnlessFresh(build, console.log);
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
