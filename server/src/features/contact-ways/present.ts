import { type ContactWay, WayChange, WayState } from '@guanxi/shared/contact-ways';
import type { WelcomeCounts } from '@guanxi/shared/welcome';
import type { ContactWayRow } from './table.ts';

/** What a way is shown with, looked up for a whole page. */
export interface WayNames {
  readonly members: ReadonlyMap<string, { memberId: number; name: string }>;
  readonly departments: ReadonlyMap<number, string>;
  readonly tags: ReadonlyMap<string, string>;
}

/** A way as an admin gets it. */
export function presentWay(
  row: ContactWayRow,
  names: WayNames,
  counts: { added: number; lost: number; welcomes: WelcomeCounts },
): ContactWay {
  const change = WayChange.safeParse(row.wanted);
  return {
    id: row.id,
    name: row.name,
    channel: row.channel,
    isForeign: row.isForeign,
    kind: row.kind === 'single' ? 'single' : 'several',
    skipsVerification: row.skipsVerification,
    members: row.userIds.map((userId) => {
      const member = names.members.get(userId);
      return { memberId: member?.memberId ?? null, userId, name: member?.name ?? userId };
    }),
    departments: row.departmentIds.map((id) => ({ id, name: names.departments.get(id) ?? String(id) })),
    tags: row.tagIds.map((tagId) => ({ tagId, name: names.tags.get(tagId) ?? tagId })),
    qrCodeUrl: row.qrCodeUrl,
    state: WayState.parse(row.state),
    change: change.success ? change.data : null,
    failure: row.state === 'failed' ? { errcode: row.errcode, message: row.failure ?? '' } : null,
    counts,
    createdAt: row.createdAt.toISOString(),
  };
}
