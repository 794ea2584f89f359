import type { ConvertedKind, IdConversion } from '@guanxi/shared/id-conversion';
import type { Database, Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import type { Installations } from '../corps/installation.ts';
import { requireCorp } from '../corps/save-installation.ts';
import { nameCustomers } from '../customers/known-customers.ts';
import { nameChats } from '../group-chats/name-group-chats.ts';
import { hasState } from '../installation/has-state.ts';
import { findMembers } from '../members/find-members.ts';
import { nameUsers } from '../members/user-ids.ts';
import { nameTagGroups, nameTags } from '../tags/name-tags.ts';
import { possibleFormerApps } from './find-former-app.ts';
import { presentIdConversion } from './present.ts';
import { idConversionRepo } from './repository.ts';
import { consentOf, tableOfPart } from './rules.ts';
import type { ConvertedIdRow, IdConversionRow } from './table.ts';

/** What showing needs of the server. */
export interface ShowContext {
  readonly database: Pick<Database, 'read'>;
  readonly installations: Installations;
}

/** Lists of kept ids are cut here; their number is told beside them. */
const listedAtMost = 100;

/** The history of the actor's company that a former app has or had; and whether there could be one. */
export async function getIdConversion(
  ctx: ShowContext,
  actor: Actor,
): Promise<{ conversion: IdConversion | null; mayLook: boolean }> {
  const row = await idConversionRepo(ctx.database.read, actor.corpId).find();
  // An upgrade that is not done belongs to the installation with the old ids.
  const isElsewhere = row?.proof === 'upgrade' && row.replacedAt === null;
  return {
    conversion: isElsewhere ? null : await describeConversion(ctx.database.read, actor.corpId),
    mayLook: possibleFormerApps(ctx.installations, actor.corpId).length > 0,
  };
}

/** The conversion of a corp with all that is shown of it; null without one. */
export async function describeConversion(db: Db, corpId: number): Promise<IdConversion | null> {
  const repo = idConversionRepo(db, corpId);
  const row = await repo.find();
  if (row === null) {
    return null;
  }
  // Rows are looked for where they are: with the former app until it is replaced.
  const rowsOf = row.replacedAt === null ? row.fromCorpId : corpId;
  const kept = await withNames(db, rowsOf, await repo.findKept(listedAtMost));
  const confirmer = await findConfirmer(db, row);
  return presentIdConversion(row, {
    former: await requireCorp(db, row.fromCorpId),
    waiting: await repo.countRows(Object.values(tableOfPart), row.fromCorpId),
    confirmedBy:
      confirmer === null
        ? null
        : { memberId: confirmer.id, userId: confirmer.userId, name: shownName(confirmer) },
    ids: await repo.countIds(),
    kept,
    consent: consentOf({
      hasRefusedPeople: await repo.hasKept('person', 'refused'),
      agreed: await hasState(db, row.proof === 'upgrade' ? rowsOf : corpId, 'id_migration_agreed'),
    }),
  });
}

type Confirmer = Awaited<ReturnType<typeof findMembers>>[number];

/** Who agreed: a member of the installation, or of the same one before its ids were upgraded. */
async function findConfirmer(db: Db, row: IdConversionRow): Promise<Confirmer | null> {
  if (row.confirmedBy === null) {
    return null;
  }
  const memberId = await idConversionRepo(db, row.corpId).numberHere('member', row.confirmedBy);
  const [here] = await findMembers(db, row.corpId, [memberId]);
  const [before] = here === undefined ? await findMembers(db, row.fromCorpId, [row.confirmedBy]) : [];
  return here ?? before ?? null;
}

/** Where names are hidden the userid stands in their place; the client draws them. */
function shownName({ name, userId }: { name: string; userId: string }): string {
  return name === userId ? '' : name;
}

type Namer = (db: Db, corpId: number, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const namers: Readonly<Record<ConvertedKind, Namer>> = {
  member: nameUsers,
  person: nameCustomers,
  tag: nameTags,
  tag_group: nameTagGroups,
  chat: async (db, corpId, ids) =>
    new Map([...(await nameChats(db, corpId, ids))].map(([id, { name }]) => [id, name])),
};

async function withNames(
  db: Db,
  corpId: number,
  kept: readonly ConvertedIdRow[],
): Promise<(ConvertedIdRow & { name: string })[]> {
  const named: (ConvertedIdRow & { name: string })[] = [];
  for (const [kind, rows] of Map.groupBy(kept, (row) => row.kind as ConvertedKind)) {
    const names = await namers[kind](
      db,
      corpId,
      rows.map((row) => row.fromId),
    );
    named.push(...rows.map((row) => ({ ...row, name: names.get(row.fromId) ?? '' })));
  }
  return named;
}
