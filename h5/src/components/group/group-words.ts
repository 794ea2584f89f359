import type { GroupChatEvent, GroupMember } from '@guanxi/shared/group-chats';
import type { MemberRef } from '@guanxi/shared/member-ref';
import { memberWord } from '../common/member-word.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** How somebody came into the group, in one line. */
export function groupCameWords(t: Translate, member: GroupMember, date: string): string {
  const channel = member.joinWayName ?? member.channel;
  if (channel !== null) return t('groups.came.channel', { date, channel });
  const inviter = member.invitedBy === null ? '' : memberWord(member.invitedBy);
  if (member.joinScene === 'invited' && inviter) {
    return t('groups.came.invitedBy', { date, name: inviter });
  }
  return t(`groups.came.${member.joinScene}`, { date });
}

/** What happened in the group, in one phrase. */
export function groupEventWords(t: Translate, event: GroupChatEvent): string {
  switch (event.kind) {
    case 'joined': {
      const who = event.person || t('groups.nobody');
      return event.channel === null
        ? t('groups.event.joined', { who })
        : t('groups.event.joinedBy', { who, channel: event.channel });
    }
    case 'left':
      return t(`groups.event.left.${event.reason}`, { who: event.person || t('groups.nobody') });
    case 'renamed':
      return t('groups.event.renamed', { to: event.to || t('groups.unnamed') });
    case 'owner_changed': {
      const name = (known: MemberRef) => memberWord(known) || t('app.someone');
      return t('groups.event.owner_changed', { from: name(event.from), to: name(event.to) });
    }
    default:
      return t(`groups.event.${event.kind}`);
  }
}
