import type { MigrationInterface } from 'typeorm';
import { Initial1763773200000 } from './db/migrations/1763773200000-initial.ts';
import { PlatformTokens1763776800000 } from './db/migrations/1763776800000-platform-tokens.ts';
import { GroupChats1763780400000 } from './db/migrations/1763780400000-group-chats.ts';
import { Installations1763784000000 } from './db/migrations/1763784000000-installations.ts';
import { ContactWays1763787600000 } from './db/migrations/1763787600000-contact-ways.ts';
import { Handover1763791200000 } from './db/migrations/1763791200000-handover.ts';
import { Statistics1763791300000 } from './db/migrations/1763791300000-statistics.ts';
import { AppMessages1763791400000 } from './db/migrations/1763791400000-app-messages.ts';
import { ProfileChanges1763794800000 } from './db/migrations/1763794800000-profile-changes.ts';
import { IdConversion1763798400000 } from './db/migrations/1763798400000-id-conversion.ts';
import { SyncReport1763798500000 } from './db/migrations/1763798500000-sync-report.ts';
import { CustomerSearch1763798600000 } from './db/migrations/1763798600000-customer-search.ts';
import { InboxRetention1763802000000 } from './db/migrations/1763802000000-inbox-retention.ts';
import { ServerProcesses1763805600000 } from './db/migrations/1763805600000-server-processes.ts';
import { Editions1763809200000 } from './db/migrations/1763809200000-editions.ts';
import { StrategyTags1763812800000 } from './db/migrations/1763812800000-strategy-tags.ts';
import { PlatformAddresses1763814600000 } from './db/migrations/1763814600000-platform-addresses.ts';
import { MemberLanguage1763816400000 } from './db/migrations/1763816400000-member-language.ts';
import { IdUpgrade1763818200000 } from './db/migrations/1763818200000-id-upgrade.ts';
import type { Table } from './db/table.ts';
import { appMessageTable, cardClickTable, messageDeliveryTable } from './features/app-messages/table.ts';
import { auditEntryTable } from './features/audit/table.ts';
import { contactWayTable, wayArrivalTable } from './features/contact-ways/table.ts';
import { corpTable } from './features/corps/table.ts';
import { customerIndexTable, customerTermTable } from './features/customer-search/table.ts';
import { customerTable, followRelationTable } from './features/customers/table.ts';
import { unhandledEventTable } from './features/failed-work/table.ts';
import { followUpDraftTable, followUpTable } from './features/follow-ups/table.ts';
import { groupChatEventTable, groupChatMemberTable, groupChatTable } from './features/group-chats/table.ts';
import { groupWelcomeTable } from './features/group-welcomes/table.ts';
import {
  handoverItemTable,
  handoverTable,
  unassignedCustomerTable,
  unassignedReadingTable,
} from './features/handover/table.ts';
import { convertedIdTable, idConversionTable, mergedRowTable } from './features/id-conversion/table.ts';
import { installationStateTable } from './features/installation/table.ts';
import { joinWayTable } from './features/join-ways/table.ts';
import { memberLicenceTable } from './features/licences/table.ts';
import { mediaContentTable, mediaFileTable } from './features/media/table.ts';
import { departmentTable, memberTable } from './features/members/table.ts';
import { profileChangeTable } from './features/profile/table.ts';
import { behaviorDayTable, groupChatDayTable, statisticsReadingTable } from './features/statistics/table.ts';
import { suiteTable } from './features/suites/table.ts';
import { memberSyncTable, syncRunTable } from './features/sync/table.ts';
import {
  relationTagTable,
  tagChangeTable,
  tagGroupTable,
  tagStrategyTable,
  tagTable,
} from './features/tags/table.ts';
import { timelineEntryTable } from './features/timeline/table.ts';
import { platformTokenTable } from './features/tokens/table.ts';
import { welcomeMessageTable, welcomeSendTable } from './features/welcome/table.ts';
import { inboxEventTable, jobTable, scheduledSlotTable, serverProcessTable } from './queue/tables.ts';

/** LIST 2: every table. A row type is known to its own feature only, so the list forgets it. */
export const tables: readonly Table[] = [
  corpTable,
  departmentTable,
  memberTable,
  customerTable,
  followRelationTable,
  customerTermTable,
  customerIndexTable,
  tagGroupTable,
  tagStrategyTable,
  tagTable,
  relationTagTable,
  tagChangeTable,
  profileChangeTable,
  followUpTable,
  followUpDraftTable,
  timelineEntryTable,
  groupChatTable,
  groupChatMemberTable,
  groupChatEventTable,
  joinWayTable,
  auditEntryTable,
  syncRunTable,
  memberSyncTable,
  handoverTable,
  handoverItemTable,
  unassignedCustomerTable,
  unassignedReadingTable,
  appMessageTable,
  messageDeliveryTable,
  cardClickTable,
  behaviorDayTable,
  groupChatDayTable,
  statisticsReadingTable,
  platformTokenTable,
  suiteTable,
  contactWayTable,
  wayArrivalTable,
  welcomeMessageTable,
  welcomeSendTable,
  mediaFileTable,
  mediaContentTable,
  installationStateTable,
  memberLicenceTable,
  unhandledEventTable,
  groupWelcomeTable,
  idConversionTable,
  convertedIdTable,
  mergedRowTable,
  inboxEventTable,
  jobTable,
  scheduledSlotTable,
  serverProcessTable,
] as unknown as readonly Table[];

/** Every migration, oldest first. A landed one is never changed. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Initial1763773200000,
  PlatformTokens1763776800000,
  GroupChats1763780400000,
  Installations1763784000000,
  ContactWays1763787600000,
  Handover1763791200000,
  Statistics1763791300000,
  AppMessages1763791400000,
  ProfileChanges1763794800000,
  IdConversion1763798400000,
  SyncReport1763798500000,
  CustomerSearch1763798600000,
  InboxRetention1763802000000,
  ServerProcesses1763805600000,
  Editions1763809200000,
  StrategyTags1763812800000,
  PlatformAddresses1763814600000,
  MemberLanguage1763816400000,
  IdUpgrade1763818200000,
];
