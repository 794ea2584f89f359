import { defaultLocale, Locale } from '@guanxi/shared/locale';
import type { Database, Db } from '../../db/data-source.ts';
import type { Actor } from '../../http/session.ts';
import { membersRepo } from './repository.ts';

/** Keeps the language in which a member reads Guanxi, so that its messages come in the same one. */
export async function keepLocale(
  ctx: { readonly database: Pick<Database, 'transaction'> },
  actor: Actor,
  locale: Locale,
): Promise<void> {
  await ctx.database.transaction((db) => membersRepo(db, actor.corpId).setLocale(actor.memberId, locale));
}

/** Members by the language they read; who never opened Guanxi reads Chinese. Languages nobody reads are left out. */
export async function groupByLocale(
  db: Db,
  corpId: number,
  memberIds: readonly number[],
): Promise<Map<Locale, number[]>> {
  const rows = await membersRepo(db, corpId).findByIds(memberIds);
  const known = new Map(rows.map((row) => [row.id, localeOf(row.locale)]));
  const groups = new Map<Locale, number[]>();
  for (const memberId of memberIds) {
    const locale = known.get(memberId) ?? defaultLocale;
    groups.set(locale, [...(groups.get(locale) ?? []), memberId]);
  }
  return groups;
}

/** The language of a row. */
export function localeOf(kept: string | null): Locale {
  return kept === null ? defaultLocale : Locale.parse(kept);
}
