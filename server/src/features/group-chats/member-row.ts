import type { GroupChatMember } from '../../wecom/index.ts';
import { searchTextOf } from '../customers/search-text.ts';
import type { Stay } from './membership-rules.ts';
import type { GroupChatMemberRow } from './table.ts';

export type NewMemberRow = Omit<GroupChatMemberRow, 'id' | 'corpId'>;

/**
 * Somebody's row after a reading. Who is not shown any more keeps the name; who was never shown has none.
 *
 * @param input.isMember - whether the id is known as one of our members; asked only for who was never shown
 */
export function memberRow(input: {
  groupChatId: number;
  platformId: string;
  known: GroupChatMemberRow | null;
  listed: GroupChatMember | null;
  stay: Stay;
  isMember: boolean;
}): NewMemberRow {
  const { known, listed, stay, groupChatId, platformId } = input;
  if (listed === null) {
    return {
      ...(known === null ? nobodyKnown(input) : fieldsOf(known)),
      groupChatId,
      platformId,
      joinedAt: stay.joinedAt,
      leftAt: stay.leftAt,
    };
  }
  const name = listed.name ?? known?.name ?? '';
  const groupNickname = listed.groupNickname === '' ? null : listed.groupNickname;
  const isSameName = known !== null && known.name === name && known.groupNickname === groupNickname;
  return {
    groupChatId,
    platformId,
    kind: listed.kind,
    joinedAt: stay.joinedAt,
    leftAt: stay.leftAt,
    joinScene: listed.joinScene,
    channel: listed.state === '' ? null : listed.state,
    invitedByUserId: listed.invitedByUserId,
    groupNickname,
    name,
    searchText: isSameName ? known.searchText : searchTextOf([name, groupNickname]),
  };
}

function fieldsOf({ id: _id, corpId: _corpId, ...fields }: GroupChatMemberRow): NewMemberRow {
  return fields;
}

function nobodyKnown({ isMember }: { isMember: boolean }) {
  return {
    kind: isMember ? 'member' : 'external',
    joinScene: 0,
    channel: null,
    invitedByUserId: null,
    groupNickname: null,
    name: '',
    searchText: '',
  };
}

/** True when writing the row would change nothing. */
export function isSameRow(known: GroupChatMemberRow | null, row: NewMemberRow): boolean {
  return (
    known !== null &&
    known.joinedAt.getTime() === row.joinedAt.getTime() &&
    known.leftAt?.getTime() === row.leftAt?.getTime() &&
    known.kind === row.kind &&
    known.joinScene === row.joinScene &&
    known.channel === row.channel &&
    known.invitedByUserId === row.invitedByUserId &&
    known.groupNickname === row.groupNickname &&
    known.name === row.name
  );
}
