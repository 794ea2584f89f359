import type { AppContext } from './context.ts';
import { customerRoutes } from './features/customers/routes.ts';
import { failedWorkRoutes } from './features/failed-work/routes.ts';
import { followUpRoutes } from './features/follow-ups/routes.ts';
import { installationRoutes } from './features/installation/routes.ts';
import { jssdkRoutes } from './features/jssdk/routes.ts';
import { sessionRoutes } from './features/session/routes.ts';
import { syncRoutes } from './features/sync/routes.ts';
import { tagRoutes } from './features/tags/routes.ts';
import { timelineRoutes } from './features/timeline/routes.ts';
import type { MountedRoute } from './http/add-route.ts';

/** LIST 1: every route of the contract. Sign-in, callbacks, health and files are mounted in app.ts. */
export const routes: readonly MountedRoute<AppContext>[] = [
  ...sessionRoutes,
  ...jssdkRoutes,
  ...customerRoutes,
  ...timelineRoutes,
  ...followUpRoutes,
  ...tagRoutes,
  ...syncRoutes,
  ...installationRoutes,
  ...failedWorkRoutes,
];
