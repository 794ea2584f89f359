import { hasInterop } from '../provider/licences.ts';
import { sightOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import { isFollower } from '../world/scope.ts';
import type { App, Contact, Relation } from '../world/types.ts';

const CHANNELS_WAY = 10;

/**
 * `external_contact`; fields without a value are left out (developer.work.weixin.qq.com/document/path/92114).
 * Providers' apps get no avatar, gender, unionid and full company name.
 */
export const presentContact = (app: App, contact: Contact) => {
  const sight = sightOf(app);
  return {
    external_userid: contact.externalUserId,
    name: contact.name,
    ...(sight.customerDetails && { avatar: contact.avatar }),
    ...(contact.type === 2 && { position: contact.position, corp_name: contact.corpName }),
    ...(contact.type === 2 && sight.customerDetails && { corp_full_name: contact.corpFullName }),
    type: contact.type,
    gender: sight.customerDetails ? contact.gender : 0,
    ...(sight.unionid && contact.type === 1 && contact.unionid && { unionid: contact.unionid }),
  };
};

const presentFollow = (app: App, relation: Relation) => ({
  userid: relation.userid,
  remark: relation.remark,
  description: relation.description,
  createtime: relation.createtime,
  ...(relation.remarkCorpName && { remark_corp_name: relation.remarkCorpName }),
  ...(sightOf(app).customerDetails &&
    relation.remarkMobiles.length > 0 && { remark_mobiles: relation.remarkMobiles }),
  oper_userid: relation.operUserid,
  add_way: relation.addWay,
  ...(relation.state && { state: relation.state }),
  ...(relation.addWay === CHANNELS_WAY && { wechat_channels: { nickname: '视频号', source: 1 } }),
});

/** Corp and strategy tags that still exist, newest names and groups. */
const liveTags = (corp: Corp, relation: Relation) =>
  relation.tagIds.flatMap((id) => corp.tags.live(id) ?? []);

/** An element of `follow_user`: tags as objects (1 corp, 2 personal, 3 strategy), personal ones without id. */
export const presentFollower = (corp: Corp, app: App, relation: Relation) => {
  const tags = [
    ...liveTags(corp, relation).map(({ tag, group }) => ({
      ...{
        group_name: group.name,
        tag_name: tag.name,
        tag_id: tag.id,
        type: group.strategyId === undefined ? 1 : 3,
      },
    })),
    ...relation.personalTags.map((name) => ({ group_name: '', tag_name: name, type: 2 })),
  ];
  return { ...presentFollow(app, relation), ...(tags.length > 0 && { tags }) };
};

/** `follow_info` of the batch call: tag ids only, no personal tags (path/92994). */
export const presentFollowInfo = (corp: Corp, app: App, relation: Relation) => ({
  ...presentFollow(app, relation),
  tag_id: liveTags(corp, relation).map(({ tag }) => tag.id),
});

/** The relations of a contact that an app may see; a half one counts only once the member has confirmed. */
export const visibleFollowers = (corp: Corp, app: App, externalUserId: string): Relation[] =>
  corp.relations
    .ofContact(externalUserId)
    .filter((relation) => !relation.half && isFollower(corp, app, relation.userid));

/** Those of them whose member has an interop licence. */
export const licensedFollowers = (
  corp: Corp,
  app: App,
  followers: readonly Relation[],
  now: number,
): Relation[] => followers.filter((relation) => hasInterop(corp, app, relation.userid, now));
