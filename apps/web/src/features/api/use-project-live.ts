'use client';

import type { PushedEvent } from '@sweetspot/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { LiveProject, LiveState, Place } from './live-project.ts';
import type { ProjectSocket } from './project-socket.ts';
import { staleQueries } from './stale-queries.ts';
import { useTRPC, useTRPCClient } from './use-trpc.ts';

const afterArrivalMs = 250;
const before: LiveState = { connection: 'connecting', people: [], socketId: null, jobs: new Map() };

export type ProjectLive = LiveState & {
  /** Tell the others where this person is; may be called on every frame. */
  setPlace: (place: Place) => void;
};

/**
 * Keeps a page in step with its project. Queries that an event makes stale are fetched again by themselves; `onEvent`
 * is for what is not a query (a sound, a notice, a highlight), and for what somebody waits for: when it answers true, the
 * rest of the page follows a moment later.
 *
 * @param options.projectId null while it is not known.
 * @param options.sinceSeq `lastSeq` of the view the page was loaded with; only its first value counts.
 */
export function useProjectLive(options: {
  projectId: string | null;
  sinceSeq: number;
  onEvent?: (event: PushedEvent) => boolean;
}): ProjectLive {
  const { projectId } = options;
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const [live, setLive] = useState<LiveProject | null>(null);

  const handle = useEffectEvent((event: PushedEvent) => {
    const refresh = () => {
      for (const filter of staleQueries(trpc, event)) void queryClient.invalidateQueries(filter);
    };
    // What every page fetches in this moment stands in the way of those who wait.
    if (options.onEvent?.(event)) setTimeout(refresh, afterArrivalMs);
    else refresh();
  });
  const open = useEffectEvent(
    (id: string, Live: typeof LiveProject, socket: ProjectSocket) =>
      new Live({
        projectId: id,
        sinceSeq: options.sinceSeq,
        socket,
        fetchSince: (input) => api.events.since.query(input),
        onEvent: (event) => handle(event),
      }),
  );

  useEffect(() => {
    if (projectId === null) return;
    let opened: LiveProject | null = null;
    let left = false;
    // The socket and what checks its messages come after the page: they are a sixth of its code.
    Promise.all([import('./live-project.ts'), import('./project-socket.ts')]).then(
      ([{ LiveProject: Live }, { projectSocket }]) => {
        if (left) return;
        opened = open(projectId, Live, projectSocket());
        setLive(opened);
      },
      (error: unknown) => console.error('The live connection could not be loaded. Reload the page.', error),
    );
    return () => {
      left = true;
      opened?.close();
      setLive(null);
    };
  }, [projectId]);

  const subscribe = useCallback((listener: () => void) => live?.subscribe(listener) ?? (() => undefined), [live]);
  const state = useSyncExternalStore(
    subscribe,
    () => live?.getState() ?? before,
    () => before,
  );
  const setPlace = useCallback((place: Place) => live?.setPlace(place), [live]);
  return { ...state, setPlace };
}
