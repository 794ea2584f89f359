import type { TimelineActor, TimelineEntry, TimelineKind } from '@guanxi/shared/timeline';
import type { IconName } from '../common/icons.ts';
import { addedWords } from '../customer/came.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

const methodIcons = { phone: 'phone', wechat: 'chat', visit: 'pin', meeting: 'users' } as const;

const kindIcons: Record<Exclude<TimelineKind, 'follow_up'>, IconName> = {
  added: 'userplus',
  half_added: 'userplus',
  deleted_by_customer: 'userminus',
  deleted_by_member: 'userminus',
  transferred_away: 'swap',
  relation_lost: 'userminus',
  handover_started: 'swap',
  handover_ended: 'swap',
  tags_changed: 'tag',
  remark_changed: 'note',
};

export function entryIcon(entry: TimelineEntry): IconName {
  return entry.kind === 'follow_up' ? methodIcons[entry.followUp.method] : kindIcons[entry.kind];
}

/** Only what a person said is accented, and only a loss is red. */
export function entryTone(kind: TimelineKind): 'said' | 'lost' | 'fact' {
  if (kind === 'follow_up') return 'said';
  return kind === 'deleted_by_customer' || kind === 'relation_lost' ? 'lost' : 'fact';
}

/** Who did it: a name where there is one, otherwise what kind of actor it was. */
export function actorWords(t: Translate, { kind, name }: TimelineActor): string {
  if (kind === 'platform') return t('app.platform');
  return name || t(kind === 'customer' ? 'app.theCustomer' : 'app.someone');
}

/** What was done, in one phrase after the actor. */
export function verbWords(t: Translate, entry: TimelineEntry): string {
  if (entry.kind === 'follow_up') return t(`followUp.verb.${entry.followUp.method}`);
  const member = entry.member.name || t('app.someone');
  if (entry.kind === 'added') return addedWords(t, entry, member);
  if (entry.kind === 'handover_started' || entry.kind === 'handover_ended') {
    const key = entry.kind === 'handover_ended' ? `handover_${entry.outcome}` : entry.kind;
    return t(`timeline.${key}`, { member, to: entry.to.name || t('app.someone') });
  }
  return t(`timeline.${entry.kind}`, { member });
}
