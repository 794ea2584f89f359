import { getCustomerCard, listMyCustomers } from './customers.ts';
import {
  createFollowUp,
  deleteFollowUp,
  deleteFollowUpDraft,
  restoreFollowUp,
  saveFollowUpDraft,
  updateFollowUp,
} from './follow-ups.ts';
import {
  createHandover,
  getHandover,
  listHandoverCandidates,
  listHandoverItems,
  listHandovers,
  listUnassigned,
  refreshUnassigned,
  retryHandover,
} from './handovers.ts';
import { getJsSignatures } from './jssdk.ts';
import { listMembers } from './members.ts';
import { listMessageDeliveries } from './message-deliveries.ts';
import { deleteSession, getSession } from './session.ts';
import { getCustomerContactStatistics } from './statistics.ts';
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
  listMembers,
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
  listUnassigned,
  refreshUnassigned,
  listHandoverCandidates,
  createHandover,
  listHandovers,
  getHandover,
  listHandoverItems,
  retryHandover,
  listMessageDeliveries,
  getCustomerContactStatistics,
] as const;
