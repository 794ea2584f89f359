import type { Db } from '../../db/data-source.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Installation } from '../corps/installation.ts';
import { saveAccess } from '../corps/save-installation.ts';
import { enqueueLicenceReading } from '../licences/read-licences-kind.ts';
import { needsLicenceReading } from '../licences/rules.ts';
import { settleRoles } from '../members/write-members.ts';
import { suiteInstallation } from '../suites/suite-installation.ts';
import { changeStates } from './change-states.ts';
import type { AccessContext, AccessReading } from './read-access.ts';
import { troubleKinds } from './rules.ts';

/** Writes what a reading showed, and serves the company by it from now on. */
export async function applyAccess(
  ctx: AccessContext & { readonly queue: Queue },
  db: Db,
  installation: Installation,
  reading: AccessReading,
): Promise<void> {
  const { corpId, appKey } = installation;
  const row = await saveAccess(db, corpId, reading.access);
  if (reading.access.adminUserIds !== undefined) {
    await settleRoles(db, corpId);
  }
  const at = ctx.now();
  await changeStates(
    db,
    corpId,
    troubleKinds.map((kind) => ({
      kind,
      subject: '',
      turn: reading.trouble === kind ? ('begins' as const) : ('ends' as const),
      at,
      until: null,
    })),
  );
  // Another process ended it meanwhile: it must not come back.
  if (row.status !== 'active') {
    return;
  }
  const suite = ctx.suites.find(appKey);
  if (suite !== undefined && needsLicenceReading(row, at)) {
    await enqueueLicenceReading(ctx, db, corpId);
  }
  ctx.installations.put(
    suite === undefined
      ? { ...installation, admins: new Set(row.adminUserIds ?? []) }
      : suiteInstallation(ctx.clients, suite, row),
  );
}
