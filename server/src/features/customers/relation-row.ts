import type { Keyring } from '../../db/keyring.ts';
import type { ExternalContact, FollowInfo } from '../../wecom/index.ts';
import type { ProfileValues } from './profile-rules.ts';
import type { RelationUpdate } from './reading.ts';
import { profileColumns } from './relation-profile.ts';
import { isCurrent, type RelationStanding } from './relation-rules.ts';
import { searchTextOf } from './search-text.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

const wecomType = 2;
const personalTagType = 2;
const genders = ['unknown', 'male', 'female'];

/** A customer as the platform shows it. */
export function contactRow(contact: ExternalContact, readAt: Date): Omit<CustomerRow, 'id' | 'corpId'> {
  return {
    externalUserId: contact.externalUserId,
    name: contact.name,
    avatar: contact.avatar,
    type: contact.type === wecomType ? 'wecom' : 'wechat',
    gender: genders[contact.gender] ?? 'unknown',
    corpName: contact.corpFullName ?? contact.corpName,
    position: contact.position,
    syncedAt: readAt,
    createdAt: readAt,
  };
}

/** A customer known by id only, after a half-add: the platform shows nobody before the member confirms. */
export function unknownContactRow(externalUserId: string, readAt: Date): Omit<CustomerRow, 'id' | 'corpId'> {
  return {
    externalUserId,
    name: '',
    avatar: null,
    type: 'wechat',
    gender: 'unknown',
    corpName: null,
    position: null,
    syncedAt: readAt,
    createdAt: readAt,
  };
}

/**
 * A relation after an update. Without a reading the known fields stay and only the standing moves.
 *
 * @param input.profile - what remark, description, company and phones are after the reading; null without one
 */
export function relationRow(input: {
  customer: CustomerRow;
  memberId: number;
  known: FollowRelationRow | null;
  update: RelationUpdate;
  profile: ProfileValues | null;
  standing: RelationStanding;
  readAt: Date;
  runId: number | null;
  keyring: Keyring;
}): Omit<FollowRelationRow, 'id' | 'corpId'> {
  const { customer, known, update, standing } = input;
  const fields =
    update.follow === null || input.profile === null
      ? keptFields(known, update, standing)
      : readFields(update.follow, update, known, profileColumns(input.profile, input.keyring));
  return {
    customerId: customer.id,
    memberId: input.memberId,
    ...fields,
    status: standing.status,
    statusAt: standing.statusAt,
    endedAt: isEnded(standing) ? standing.statusAt : null,
    searchText: relationSearchText(customer, fields),
    seenRunId: input.runId ?? known?.seenRunId ?? 0,
    seenAt: update.follow === null ? (known?.seenAt ?? null) : input.readAt,
  };
}

/** What a relation is found by. */
export function relationSearchText(
  customer: Pick<CustomerRow, 'name' | 'corpName'>,
  fields: Pick<FollowRelationRow, 'remark' | 'remarkCompany'>,
): string {
  return searchTextOf([customer.name, fields.remark, fields.remarkCompany ?? customer.corpName]);
}

function isEnded(standing: RelationStanding): boolean {
  return !isCurrent(standing.status) || standing.status === 'deleted_by_customer';
}

type ReadFields = Pick<
  FollowRelationRow,
  | 'remark'
  | 'description'
  | 'remarkCompany'
  | 'sealedMobiles'
  | 'addWay'
  | 'channel'
  | 'operUserId'
  | 'followedAt'
  | 'personalTags'
>;

function readFields(
  follow: FollowInfo,
  update: RelationUpdate,
  known: FollowRelationRow | null,
  profile: Pick<FollowRelationRow, 'remark' | 'description' | 'remarkCompany' | 'sealedMobiles'>,
): ReadFields {
  return {
    ...profile,
    addWay: follow.addWay,
    channel: follow.state ?? update.eventChannel,
    operUserId: follow.operUserId,
    followedAt: follow.createdAt,
    // The batch call names no personal tags, so a full sync keeps those a single reading found.
    personalTags:
      follow.tags === null
        ? (known?.personalTags ?? [])
        : follow.tags
            .filter((tag) => tag.type === personalTagType)
            .map((tag) => ({ name: tag.name, groupName: tag.groupName })),
  };
}

function keptFields(
  known: FollowRelationRow | null,
  update: RelationUpdate,
  standing: RelationStanding,
): ReadFields {
  return {
    remark: known?.remark ?? '',
    description: known?.description ?? '',
    remarkCompany: known?.remarkCompany ?? null,
    sealedMobiles: known?.sealedMobiles ?? null,
    addWay: known?.addWay ?? 0,
    channel: known?.channel ?? update.eventChannel,
    operUserId: known?.operUserId ?? null,
    followedAt: known?.followedAt ?? standing.statusAt,
    personalTags: known?.personalTags ?? [],
  };
}
