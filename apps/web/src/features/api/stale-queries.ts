import type { EventType, ProjectEventView } from '@sweetspot/protocol';
import type { InvalidateQueryFilters } from '@tanstack/react-query';
import type { useTRPC } from './use-trpc.ts';

type Trpc = ReturnType<typeof useTRPC>;

/** What an event is about, by the first word of its type. */
type Noun = EventType extends infer T ? (T extends `${infer N}.${string}` ? N : never) : never;

const nounOf = (event: ProjectEventView): Noun => event.type.slice(0, event.type.indexOf('.')) as Noun;

/** The queries whose answer an event changes. The only place that says so; pages do not invalidate by hand. */
export function staleQueries(trpc: Trpc, event: ProjectEventView): InvalidateQueryFilters[] {
  const { projectId, songId } = event;
  const project = [trpc.projects.get.queryFilter({ projectId }), trpc.projects.activity.pathFilter()];
  const lists = [trpc.projects.list.pathFilter(), trpc.songs.list.pathFilter()];
  const song = songId === null ? [trpc.songs.get.pathFilter()] : [trpc.songs.get.queryFilter({ songId })];
  const noun = nounOf(event);
  switch (noun) {
    case 'project':
    case 'member':
    case 'song':
    case 'stage':
      return [
        ...project,
        ...lists,
        ...song,
        trpc.requests.list.pathFilter(),
        trpc.notifications.list.pathFilter(),
        trpc.versions.listOtherReferences.pathFilter(),
        // Who is not of the team hears of votes in this way (core/blind-tests/announce-vote).
        trpc.blindTests.list.pathFilter(),
      ];
    case 'invitation':
      return project;
    case 'upload':
    case 'stem':
      return [
        ...project,
        ...lists,
        ...song,
        trpc.jobs.list.pathFilter(),
        trpc.uploads.listOpen.pathFilter(),
        trpc.renders.suggestRecipe.pathFilter(),
        trpc.songs.advice.pathFilter(),
      ];
    case 'version':
    case 'approval':
      return [
        ...project,
        ...lists,
        ...song,
        trpc.jobs.list.pathFilter(),
        trpc.comments.list.pathFilter(),
        trpc.versions.listComparisons.pathFilter(),
        trpc.deliveries.preflight.pathFilter(),
        trpc.versions.listOtherReferences.pathFilter(),
        trpc.songs.advice.pathFilter(),
        trpc.blindTests.list.pathFilter(),
      ];
    case 'comparison':
      return [trpc.versions.listComparisons.pathFilter()];
    case 'comment':
      // The comment itself is put into its list where it arrives (review/use-arriving-comments).
      return [...song, ...project, ...lists, trpc.notifications.list.pathFilter()];
    case 'job':
    case 'delivery':
      return [trpc.jobs.list.pathFilter(), ...song, ...lists];
    case 'request':
      return [trpc.requests.list.pathFilter(), ...song, ...project, trpc.notifications.list.pathFilter()];
    case 'vote':
      return [trpc.blindTests.list.pathFilter(), trpc.notifications.list.pathFilter()];
    case 'share-link':
      return [trpc.shareLinks.list.queryFilter({ projectId })];
  }
}
