import type { MigrationInterface } from 'typeorm';
import { Initial1763773200000 } from './db/migrations/1763773200000-initial.ts';
import { PlatformTokens1763776800000 } from './db/migrations/1763776800000-platform-tokens.ts';
import { Installations1763784000000 } from './db/migrations/1763784000000-installations.ts';
import type { Table } from './db/table.ts';
import { corpTable } from './features/corps/table.ts';
import { customerTable, followRelationTable } from './features/customers/table.ts';
import { unhandledEventTable } from './features/failed-work/table.ts';
import { followUpDraftTable, followUpTable } from './features/follow-ups/table.ts';
import { installationStateTable } from './features/installation/table.ts';
import { memberLicenceTable } from './features/licences/table.ts';
import { departmentTable, memberTable } from './features/members/table.ts';
import { suiteTable } from './features/suites/table.ts';
import { syncRunTable } from './features/sync/table.ts';
import { relationTagTable, tagChangeTable, tagGroupTable, tagTable } from './features/tags/table.ts';
import { timelineEntryTable } from './features/timeline/table.ts';
import { platformTokenTable } from './features/tokens/table.ts';
import { inboxEventTable, jobTable } from './queue/tables.ts';

/** LIST 2: every table. A row type is known to its own feature only, so the list forgets it. */
export const tables: readonly Table[] = [
  corpTable,
  departmentTable,
  memberTable,
  customerTable,
  followRelationTable,
  tagGroupTable,
  tagTable,
  relationTagTable,
  tagChangeTable,
  followUpTable,
  followUpDraftTable,
  timelineEntryTable,
  syncRunTable,
  platformTokenTable,
  suiteTable,
  installationStateTable,
  memberLicenceTable,
  unhandledEventTable,
  inboxEventTable,
  jobTable,
] as unknown as readonly Table[];

/** Every migration, oldest first. A landed one is never changed. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Initial1763773200000,
  PlatformTokens1763776800000,
  Installations1763784000000,
];
