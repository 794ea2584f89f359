import type { TimelineActor, TimelineEntry, TimelineKind } from '@guanxi/shared/timeline';
import type { IconName } from '../common/icons.ts';
import { memberWord } from '../common/member-word.ts';
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
  group_joined: 'users',
  group_left: 'users',
  welcome: 'chat',
  description_changed: 'note',
  company_changed: 'building',
  mobiles_changed: 'phone',
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
export function actorWords(t: Translate, actor: TimelineActor): string {
  const { kind } = actor;
  if (kind === 'platform' || kind === 'system') return t(`app.${kind}`);
  return memberWord(actor) || t(kind === 'customer' ? 'app.theCustomer' : 'app.someone');
}

/** What was done, in one phrase after the actor. */
export function verbWords(t: Translate, entry: TimelineEntry): string {
  if (entry.kind === 'follow_up') return t(`followUp.verb.${entry.followUp.method}`);
  if (entry.kind === 'group_joined' || entry.kind === 'group_left') return groupWords(t, entry);
  const member = memberWord(entry.member) || t('app.someone');
  if (entry.kind === 'added') return addedWords(t, entry, member);
  if (entry.kind === 'welcome') return welcomeWords(t, entry, member);
  if (entry.kind === 'handover_started' || entry.kind === 'handover_ended') {
    const key = entry.kind === 'handover_ended' ? `handover_${entry.outcome}` : entry.kind;
    return t(`timeline.${key}`, { member, to: memberWord(entry.to) || t('app.someone') });
  }
  return t(`timeline.${entry.kind}`, { member });
}

type GroupMove = Extract<TimelineEntry, { kind: 'group_joined' | 'group_left' }>;

function groupWords(t: Translate, entry: GroupMove): string {
  const group = entry.groupChat.name || t('timeline.groupUnnamed');
  if (entry.kind === 'group_left') return t(`timeline.leftGroup.${entry.reason}`, { group });
  return entry.channel === null
    ? t('timeline.joinedGroup', { group })
    : t('timeline.joinedGroupBy', { group, channel: entry.channel });
}

/** What became of a welcome, and why. */
function welcomeWords(
  t: Translate,
  { outcome, reason, errcode }: Extract<TimelineEntry, { kind: 'welcome' }>,
  member: string,
): string {
  const words = t(`timeline.welcome.${outcome}`, { member });
  if (reason === null) return words;
  const cause = t(`timeline.welcomeReason.${reason}`);
  return t(errcode === null ? 'timeline.welcome.because' : 'timeline.welcome.becauseOf', {
    ...{ words, cause, code: errcode },
  });
}
