import { authRoutes } from '../auth/auth-route.ts';
import { artworkRoutes } from '../media/artwork-routes.ts';
import { blindRoutes } from '../media/blind-routes.ts';
import { mediaRoutes } from '../media/media-routes.ts';
import { pictureRoutes } from '../media/picture-routes.ts';
import { trpcRoutes } from '../trpc/trpc-route.ts';
import { uploadRoutes } from '../uploads/upload-routes.ts';
import { engineRoutes } from './engine-routes.ts';
import { healthRoute } from './health-route.ts';
import type { Route } from './route.ts';

/** Every door of this process but pages and the socket. */
export const routes: readonly Route[] = [
  healthRoute,
  ...engineRoutes,
  ...trpcRoutes,
  ...authRoutes,
  ...uploadRoutes,
  ...mediaRoutes,
  ...blindRoutes,
  ...pictureRoutes,
  ...artworkRoutes,
];
