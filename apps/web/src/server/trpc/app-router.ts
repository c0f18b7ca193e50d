import { accountRouter } from './routers/account.ts';
import { approvalsRouter } from './routers/approvals.ts';
import { blindTestsRouter } from './routers/blind-tests.ts';
import { commentsRouter } from './routers/comments.ts';
import { deliveriesRouter } from './routers/deliveries.ts';
import { eventsRouter } from './routers/events.ts';
import { filesRouter } from './routers/files.ts';
import { invitationsRouter } from './routers/invitations.ts';
import { jobsRouter } from './routers/jobs.ts';
import { membersRouter } from './routers/members.ts';
import { notificationsRouter } from './routers/notifications.ts';
import { outboxRouter } from './routers/outbox.ts';
import { projectsRouter } from './routers/projects.ts';
import { rendersRouter } from './routers/renders.ts';
import { requestsRouter } from './routers/requests.ts';
import { shareLinksRouter } from './routers/share-links.ts';
import { songsRouter } from './routers/songs.ts';
import { stemsRouter } from './routers/stems.ts';
import { uploadsRouter } from './routers/uploads.ts';
import { versionsRouter } from './routers/versions.ts';
import { router } from './trpc.ts';

/** Everything a page can ask for, by noun. Every procedure has its row in access-matrix.test.ts. */
export const appRouter = router({
  account: accountRouter,
  projects: projectsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  songs: songsRouter,
  uploads: uploadsRouter,
  files: filesRouter,
  stems: stemsRouter,
  versions: versionsRouter,
  comments: commentsRouter,
  approvals: approvalsRouter,
  blindTests: blindTestsRouter,
  renders: rendersRouter,
  deliveries: deliveriesRouter,
  jobs: jobsRouter,
  requests: requestsRouter,
  shareLinks: shareLinksRouter,
  notifications: notificationsRouter,
  events: eventsRouter,
  outbox: outboxRouter,
});

export type AppRouter = typeof appRouter;
