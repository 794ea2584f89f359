import type { Corp } from '../world/corp.ts';
import type { App, AppMessage, ChatMessage, GroupChat, Member, Relation } from '../world/types.ts';

const presentMember = (corp: Corp, member: Member) => ({
  userid: member.userid,
  name: member.name,
  position: member.position,
  department: member.department,
  department_name: corp.departments.get(member.department[0] ?? 1)?.name ?? '',
  is_leader: member.isLeaderInDept.includes(1),
  role: member.role,
  status: member.status,
  has_feature: member.hasFeature,
});

/** An app without what only its owner may know. */
const presentApp = (app: App) => ({
  agentid: app.agentId,
  name: app.name,
  description: app.description,
  kind: app.kind,
  suite_id: app.grant?.suite.suiteId ?? null,
  home_url: app.homeUrl,
  sidebar_url: app.sidebarUrl,
  trusted_domains: app.trustedDomains,
  callback_url: app.callbackUrl,
  callback_verified: app.callbackVerified,
});

const presentTagGroups = (corp: Corp) =>
  corp.tags.groups
    .filter((group) => !group.deleted)
    .sort((a, b) => b.order - a.order)
    .map((group) => ({
      ...{ group_id: group.id, group_name: group.name, order: group.order },
      from_console: group.creator === 'console',
      tag: group.tags
        .filter((tag) => !tag.deleted)
        .sort((a, b) => b.order - a.order)
        .map((tag) => ({ id: tag.id, name: tag.name, order: tag.order })),
    }));

/** Everything about a corp that is not about single customers. */
export const presentState = (corp: Corp, now: number) => ({
  corp: { corpid: corp.corpId, name: corp.name },
  now,
  departments: [...corp.departments.values()].map(({ id, name, parentid, order }) => ({
    ...{ id, name, parentid, order },
  })),
  members: [...corp.members.values()].map((member) => presentMember(corp, member)),
  apps: corp.apps.map(presentApp),
  tag_groups: presentTagGroups(corp),
});

export const presentMessage = ({ id, from, text, at, msgtype, body, sender }: ChatMessage) => ({
  ...{ id, from, text, at },
  ...(msgtype !== undefined && { msgtype, body }),
  ...(sender !== undefined && { sender }),
});

export const presentPushed = ({ msgid, agentId, msgtype, body, at, recalled }: AppMessage) => ({
  ...{ msgid, agentid: agentId, msgtype, at, [msgtype]: body },
  ...(recalled && { recalled }),
});

export const presentChat = (corp: Corp, relation: Relation) => {
  const contact = corp.relations.contact(relation.externalUserId);
  const last = corp.chats.last(relation.userid, relation.externalUserId);
  return {
    external_userid: relation.externalUserId,
    name: contact?.name ?? '',
    remark: relation.remark,
    display_name: relation.remark || contact?.name || '',
    avatar: contact?.avatar ?? '',
    type: contact?.type ?? 1,
    company: contact?.corpName || relation.remarkCorpName,
    last: last ? presentMessage(last) : null,
    last_at: last?.at ?? relation.createtime,
    unread: corp.chats.unread(relation.userid, relation.externalUserId),
    deleted_by_customer: relation.deletedByCustomer,
    half: relation.half,
  };
};

/** A relation as the world holds it, for assertions. */
export const presentRelation = (corp: Corp, relation: Relation) => ({
  userid: relation.userid,
  external_userid: relation.externalUserId,
  name: corp.relations.contact(relation.externalUserId)?.name ?? '',
  createtime: relation.createtime,
  remark: relation.remark,
  description: relation.description,
  remark_corp_name: relation.remarkCorpName,
  remark_mobiles: relation.remarkMobiles,
  add_way: relation.addWay,
  oper_userid: relation.operUserid,
  state: relation.state,
  tag_id: relation.tagIds,
  tag_name: relation.tagIds.flatMap((id) => corp.tags.live(id)?.tag.name ?? []),
  personal_tags: relation.personalTags,
  deleted_by_customer: relation.deletedByCustomer,
  half: relation.half,
});

/** A group chat as the world holds it. */
export const presentGroup = (group: GroupChat) => ({
  ...{
    chat_id: group.chatId,
    name: group.name,
    owner: group.owner,
    notice: group.notice,
    status: group.status,
  },
  ...{ create_time: group.createTime, member_version: group.version, dismissed: group.dismissed },
  members: group.members.map(({ id, type, name, joinTime, joinScene, state }) => ({
    ...{ id, type, name, join_time: joinTime, join_scene: joinScene, state },
  })),
});
