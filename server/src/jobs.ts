import type { AppContext } from './context.ts';
import { eventHandlers } from './events.ts';
import { inboxJob } from './features/callbacks/inbox-job.ts';
import { eraseCorpJob } from './features/corps/cancel-corp.ts';
import { confirmChatJob } from './features/group-chats/confirm-group-chat.ts';
import { pushJoinWayJob } from './features/join-ways/push-join-way.ts';
import { fullSyncJob } from './features/sync/full-sync.ts';
import { pushTagsJob } from './features/tags/push-tags.ts';
import { minding } from './platform-manners.ts';
import type { AnyJobDefinition } from './queue/job.ts';

/** LIST 3: everything that runs in the background. */
export const jobs: readonly AnyJobDefinition<AppContext>[] = [
  inboxJob(eventHandlers),
  pushTagsJob,
  confirmChatJob,
  pushJoinWayJob,
  fullSyncJob,
  eraseCorpJob,
].map((job: AnyJobDefinition<AppContext>) => minding(job));
