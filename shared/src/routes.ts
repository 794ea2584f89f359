import {
  createContactWay,
  deleteContactWay,
  getContactWay,
  listContactWays,
  retryContactWay,
  syncContactWays,
  updateContactWay,
} from './contact-ways.ts';
import { searchCustomers } from './customer-search.ts';
import { getCustomerCard, listMyCustomers } from './customers.ts';
import { listDepartments } from './departments.ts';
import { listFailedJobs, listUnhandledEvents, replayAllFailedJobs, replayFailedJob } from './failed-work.ts';
import {
  createFollowUp,
  deleteFollowUp,
  deleteFollowUpDraft,
  restoreFollowUp,
  saveFollowUpDraft,
  updateFollowUp,
} from './follow-ups.ts';
import { getGroupChatCard, listCustomerGroupChats, listGroupChats, listGroupMembers } from './group-chats.ts';
import {
  createGroupWelcome,
  deleteGroupWelcome,
  listGroupWelcomes,
  retryGroupWelcome,
  updateGroupWelcome,
} from './group-welcomes.ts';
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
import { confirmIdConversion, findFormerApp, getIdConversion } from './id-conversion.ts';
import { confirmIdUpgrade, getIdUpgrade } from './id-upgrade.ts';
import { getInstallCode } from './install-codes.ts';
import { getInstallation, runSetupChecks } from './installation.ts';
import { createJoinWay, deleteJoinWay, listJoinWays, retryJoinWay, updateJoinWay } from './join-ways.ts';
import { getJsSignatures } from './jssdk.ts';
import { getMediaFile, uploadMediaFile } from './media.ts';
import { listMembers } from './members.ts';
import { listMessageDeliveries } from './message-deliveries.ts';
import { confirmOwnLosses, getOwnInstallation, startOwnSync } from './own-installation.ts';
import { getPlatformState } from './platform.ts';
import { changeProfile, getProfile, retryProfile, revealMobile, undoProfile } from './profile.ts';
import { deleteSession, getSession, keepLocale, listSignInWays } from './session.ts';
import { getCustomerContactStatistics } from './statistics.ts';
import {
  confirmSyncLosses,
  getLatestSyncRun,
  getMySync,
  getSyncLosses,
  listSyncRuns,
  startSyncRun,
} from './sync.ts';
import {
  changeCustomerTags,
  listCustomerTags,
  listTagGroups,
  retryTagChanges,
  undoTagChanges,
} from './tags.ts';
import { listTimeline } from './timeline.ts';
import {
  deleteWelcomeMessage,
  getWelcomeReport,
  listWelcomeMessages,
  saveWelcomeMessage,
} from './welcome.ts';

/** Every route of the contract, in the order of the OpenAPI document. */
export const contract = [
  getSession,
  keepLocale,
  deleteSession,
  listSignInWays,
  getInstallCode,
  getJsSignatures,
  listMembers,
  listDepartments,
  getCustomerCard,
  listMyCustomers,
  searchCustomers,
  listTimeline,
  createFollowUp,
  updateFollowUp,
  deleteFollowUp,
  restoreFollowUp,
  saveFollowUpDraft,
  deleteFollowUpDraft,
  listGroupChats,
  getGroupChatCard,
  listGroupMembers,
  listCustomerGroupChats,
  listJoinWays,
  createJoinWay,
  updateJoinWay,
  retryJoinWay,
  deleteJoinWay,
  listTagGroups,
  listCustomerTags,
  changeCustomerTags,
  retryTagChanges,
  undoTagChanges,
  getProfile,
  changeProfile,
  retryProfile,
  undoProfile,
  revealMobile,
  startSyncRun,
  getLatestSyncRun,
  listSyncRuns,
  getSyncLosses,
  confirmSyncLosses,
  getMySync,
  getPlatformState,
  listContactWays,
  getContactWay,
  createContactWay,
  updateContactWay,
  retryContactWay,
  deleteContactWay,
  syncContactWays,
  listWelcomeMessages,
  saveWelcomeMessage,
  deleteWelcomeMessage,
  getWelcomeReport,
  listGroupWelcomes,
  createGroupWelcome,
  updateGroupWelcome,
  retryGroupWelcome,
  deleteGroupWelcome,
  uploadMediaFile,
  getMediaFile,
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
  getInstallation,
  runSetupChecks,
  getOwnInstallation,
  startOwnSync,
  confirmOwnLosses,
  getIdConversion,
  findFormerApp,
  confirmIdConversion,
  getIdUpgrade,
  confirmIdUpgrade,
  listUnhandledEvents,
  listFailedJobs,
  replayAllFailedJobs,
  replayFailedJob,
] as const;
