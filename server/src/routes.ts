import type { AppContext } from './context.ts';
import { appMessageRoutes } from './features/app-messages/routes.ts';
import { contactWayRoutes } from './features/contact-ways/routes.ts';
import { customerSearchRoutes } from './features/customer-search/routes.ts';
import { customerRoutes } from './features/customers/routes.ts';
import { failedWorkRoutes } from './features/failed-work/routes.ts';
import { followUpRoutes } from './features/follow-ups/routes.ts';
import { groupChatRoutes } from './features/group-chats/routes.ts';
import { groupWelcomeRoutes } from './features/group-welcomes/routes.ts';
import { handoverRoutes } from './features/handover/routes.ts';
import { idConversionRoutes } from './features/id-conversion/routes.ts';
import { installationRoutes } from './features/installation/routes.ts';
import { joinWayRoutes } from './features/join-ways/routes.ts';
import { jssdkRoutes } from './features/jssdk/routes.ts';
import { mediaRoutes } from './features/media/routes.ts';
import { memberRoutes } from './features/members/routes.ts';
import { platformStateRoutes } from './features/platform-state/routes.ts';
import { profileRoutes } from './features/profile/routes.ts';
import { sessionRoutes } from './features/session/routes.ts';
import { statisticsRoutes } from './features/statistics/routes.ts';
import { suiteRoutes } from './features/suites/routes.ts';
import { syncRoutes } from './features/sync/routes.ts';
import { tagRoutes } from './features/tags/routes.ts';
import { timelineRoutes } from './features/timeline/routes.ts';
import { welcomeRoutes } from './features/welcome/routes.ts';
import type { MountedRoute } from './http/add-route.ts';

/** LIST 1: every route of the contract. Sign-in, callbacks, health and files are mounted in app.ts. */
export const routes: readonly MountedRoute<AppContext>[] = [
  ...sessionRoutes,
  ...suiteRoutes,
  ...jssdkRoutes,
  ...memberRoutes,
  ...customerRoutes,
  ...customerSearchRoutes,
  ...timelineRoutes,
  ...followUpRoutes,
  ...groupChatRoutes,
  ...joinWayRoutes,
  ...tagRoutes,
  ...profileRoutes,
  ...syncRoutes,
  ...platformStateRoutes,
  ...contactWayRoutes,
  ...welcomeRoutes,
  ...groupWelcomeRoutes,
  ...mediaRoutes,
  ...handoverRoutes,
  ...appMessageRoutes,
  ...statisticsRoutes,
  ...installationRoutes,
  ...idConversionRoutes,
  ...failedWorkRoutes,
];
