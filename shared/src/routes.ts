import { getCustomerCard, listMyCustomers } from './customers.ts';
import { listFailedJobs, listUnhandledEvents, replayAllFailedJobs, replayFailedJob } from './failed-work.ts';
import {
  createFollowUp,
  deleteFollowUp,
  deleteFollowUpDraft,
  restoreFollowUp,
  saveFollowUpDraft,
  updateFollowUp,
} from './follow-ups.ts';
import { getInstallation, runSetupChecks } from './installation.ts';
import { getJsSignatures } from './jssdk.ts';
import { deleteSession, getSession } from './session.ts';
import { getLatestSyncRun, startSyncRun } from './sync.ts';
import {
  changeCustomerTags,
  listCustomerTags,
  listTagGroups,
  retryTagChanges,
  undoTagChanges,
} from './tags.ts';
import { listTimeline } from './timeline.ts';

/** Every route of the contract, in the order of the OpenAPI document. */
export const contract = [
  getSession,
  deleteSession,
  getJsSignatures,
  getCustomerCard,
  listMyCustomers,
  listTimeline,
  createFollowUp,
  updateFollowUp,
  deleteFollowUp,
  restoreFollowUp,
  saveFollowUpDraft,
  deleteFollowUpDraft,
  listTagGroups,
  listCustomerTags,
  changeCustomerTags,
  retryTagChanges,
  undoTagChanges,
  startSyncRun,
  getLatestSyncRun,
  getInstallation,
  runSetupChecks,
  listUnhandledEvents,
  listFailedJobs,
  replayAllFailedJobs,
  replayFailedJob,
] as const;
