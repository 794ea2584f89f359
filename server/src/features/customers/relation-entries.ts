import type { TimelineKind } from '@guanxi/shared/timeline';
import type { Db } from '../../db/data-source.ts';
import type { TagDiff } from '../tags/apply-relation-tags.ts';
import { isActTold, type NewTimelineEntry } from '../timeline/record-timeline.ts';
import { profileEntries } from './profile-entries.ts';
import type { RelationChange } from './reading.ts';
import type { RelationFact } from './relation-rules.ts';
import type { FollowRelationRow } from './table.ts';

const kindOfFact: Record<RelationFact['kind'], TimelineKind> = {
  added: 'added',
  half_added: 'half_added',
  deleted_by_customer: 'deleted_by_customer',
  deleted_by_member: 'deleted_by_member',
  transferred: 'transferred_away',
};

/** The timeline entries of some changed relations: what callbacks told, then what only a reading shows. */
export async function relationEntries(
  db: Db,
  corpId: number,
  changes: readonly RelationChange[],
  tagDiffs: ReadonlyMap<number, TagDiff>,
): Promise<NewTimelineEntry[]> {
  const entries: NewTimelineEntry[] = [];
  for (const change of changes) {
    for (const fact of change.update.facts) {
      const entry = factEntry(change, fact);
      if (!(await isActTold(db, corpId, { ...entry, memberId: change.memberId }))) {
        entries.push(entry);
      }
    }
    entries.push(...shownEntries(change, tagDiffs.get(change.relationId)));
  }
  return entries;
}

function factEntry(change: RelationChange, fact: RelationFact): NewTimelineEntry {
  const kind = kindOfFact[fact.kind];
  if (kind === 'added' || kind === 'half_added') {
    return addedEntry(change, kind, fact.at);
  }
  const isByCustomer = fact.kind === 'deleted_by_customer';
  return entryOf(change, kind, fact.at, {
    actor: isByCustomer ? 'customer' : fact.kind === 'transferred' ? 'platform' : 'member',
    detail: {},
  });
}

function addedEntry(change: RelationChange, kind: 'added' | 'half_added', at: Date): NewTimelineEntry {
  const { row, customer } = change;
  const isByCustomer = row.operUserId === customer.externalUserId || kind === 'half_added';
  return entryOf(change, kind, at, {
    actor: isByCustomer ? 'customer' : 'member',
    detail: {
      addWay: row.addWay,
      channel: row.channel,
      isReturn: isReturn(change, at),
    },
  });
}

/** True when the relation had ended before: as it was known, or by a callback handled in the same go. */
function isReturn({ known, update }: RelationChange, at: Date): boolean {
  const endedEarlier = known !== null && hasEnded(known.status) && known.statusAt < at;
  return endedEarlier || update.facts.some((fact) => hasEnded(kindOfFact[fact.kind]) && fact.at < at);
}

const endings = ['deleted_by_customer', 'deleted_by_member', 'transferred', 'transferred_away', 'lost'];

function hasEnded(statusOrKind: string): boolean {
  return endings.includes(statusOrKind);
}

/** What no callback told, but the reading shows against what was known. */
function shownEntries(change: RelationChange, tagDiff: TagDiff | undefined): NewTimelineEntry[] {
  const { known, row, readAt, update } = change;
  const entries: NewTimelineEntry[] = [];
  const toldAdd = update.facts.some((fact) => fact.kind === 'added');
  const isNewlyCurrent = row.status === 'active' && (known === null || hasEnded(known.status));
  if (isNewlyCurrent && !toldAdd) {
    entries.push(
      addedEntry(
        change,
        'added',
        known === null || row.followedAt > known.statusAt ? row.followedAt : readAt,
      ),
    );
  }
  if (row.status === 'lost' && known !== null && known.status !== 'lost') {
    entries.push(entryOf(change, 'relation_lost', readAt, { actor: 'platform', detail: {} }));
  }
  if (known === null || update.follow === null) {
    return entries;
  }
  entries.push(...shownProfileEntries(change, known));
  if (tagDiff !== undefined && tagDiff.added.length + tagDiff.removed.length > 0) {
    entries.push(
      entryOf(change, 'tags_changed', readAt, {
        actor: 'member',
        detail: { added: tagDiff.added, removed: tagDiff.removed },
      }),
    );
  }
  return entries;
}

/** Nothing is known of a half-added customer, so the first reading of one changes nothing. */
function shownProfileEntries(change: RelationChange, known: FollowRelationRow): NewTimelineEntry[] {
  const { profile, memberId, relationId, readAt } = change;
  if (profile === null || profile.before === null || known.status === 'half') {
    return [];
  }
  const { before, after } = profile;
  return profileEntries(
    { customerId: change.customer.id, memberId, actorMemberId: memberId, at: readAt },
    before.remark === '' ? { ...before, remark: after.remark } : before,
    after,
    (kind) => `${kind}:${relationId}:${readAt.getTime()}`,
  );
}

function entryOf(
  change: RelationChange,
  kind: TimelineKind,
  at: Date,
  { actor, detail }: { actor: NewTimelineEntry['actorKind']; detail: object },
): NewTimelineEntry {
  return {
    customerId: change.customer.id,
    at,
    kind,
    actorKind: actor,
    actorMemberId: actor === 'member' ? change.memberId : null,
    memberId: change.memberId,
    detail,
    key: `${kind}:${change.relationId}:${at.getTime()}`,
  };
}
