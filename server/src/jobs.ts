import type { AppContext } from './context.ts';
import { inMoveOrder } from './db/move-plan.ts';
import { eventHandlers } from './events.ts';
import { changeCardJob } from './features/app-messages/answer-card.ts';
import { sendMessageJob } from './features/app-messages/send-message.ts';
import { forgetEventsJob } from './features/callbacks/forget-events.ts';
import { inboxJob } from './features/callbacks/inbox-job.ts';
import { pushWayJob } from './features/contact-ways/push-way.ts';
import { syncWaysJob } from './features/contact-ways/sync-ways.ts';
import { eraseCorpJob } from './features/corps/cancel-corp.ts';
import { indexCustomersJob } from './features/customer-search/index-customers.ts';
import { confirmChatJob } from './features/group-chats/confirm-group-chat.ts';
import { filesInGroupWelcomes } from './features/group-welcomes/named-files.ts';
import { pushGroupWelcomeJob } from './features/group-welcomes/push-group-welcome.ts';
import { readResultsJob } from './features/handover/read-results.ts';
import { readUnassignedJob } from './features/handover/read-unassigned.ts';
import { sendHandoverJob } from './features/handover/send-handover.ts';
import { remindTakerJob } from './features/handover/tell-taker.ts';
import { convertIdsJob } from './features/id-conversion/convert-ids.ts';
import { findFormerAppJob } from './features/id-conversion/find-former-app.ts';
import { isHistoryMoving } from './features/id-conversion/is-moving.ts';
import { readInstallationJob } from './features/installation/read-installation.ts';
import { pushJoinWayJob } from './features/join-ways/push-join-way.ts';
import { readLicencesJob } from './features/licences/read-licences.ts';
import { forgetFilesJob } from './features/media/forget-files.ts';
import { pushProfileJob } from './features/profile/push-profile.ts';
import { readStatisticsJob } from './features/statistics/read-statistics.ts';
import { fullSyncJob } from './features/sync/full-sync.ts';
import { nightlySyncJob } from './features/sync/nightly-sync.ts';
import { pushTagsJob } from './features/tags/push-tags.ts';
import { readStrategyTagsJob } from './features/tags/read-strategy-tags.ts';
import { keepMediaFreshJob } from './features/welcome/keep-media-fresh.ts';
import { filesInWelcomes } from './features/welcome/named-files.ts';
import { sendWelcomeJob } from './features/welcome/send-welcome.ts';
import { minding } from './platform-manners.ts';
import type { AnyJobDefinition } from './queue/job.ts';
import { tables } from './tables.ts';

/** LIST 3: everything that runs in the background. */
export const jobs: readonly AnyJobDefinition<AppContext>[] = [
  inboxJob(eventHandlers),
  sendWelcomeJob,
  keepMediaFreshJob,
  pushGroupWelcomeJob,
  pushTagsJob,
  readStrategyTagsJob,
  confirmChatJob,
  pushJoinWayJob,
  pushWayJob,
  syncWaysJob,
  pushProfileJob,
  fullSyncJob,
  nightlySyncJob,
  indexCustomersJob,
  sendHandoverJob,
  readResultsJob,
  readUnassignedJob,
  remindTakerJob,
  readStatisticsJob,
  sendMessageJob,
  changeCardJob,
  eraseCorpJob,
  readInstallationJob,
  readLicencesJob,
  forgetEventsJob,
  forgetFilesJob([filesInWelcomes, filesInGroupWelcomes], isHistoryMoving),
  findFormerAppJob,
  convertIdsJob(inMoveOrder(tables)),
].map((job: AnyJobDefinition<AppContext>) => minding(job));
