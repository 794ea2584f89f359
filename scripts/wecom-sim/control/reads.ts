import { type Corp, findMember } from '../world/corp.ts';
import { groupsOf } from './group-reads.ts';
import { presentChat, presentMessage, presentPushed, presentRelation } from './present.ts';

const DEFAULT_CHATS = 300;
const DEFAULT_RELATIONS = 1000;

/** A member's conversations, the newest first and as many as asked; his groups, and the apps' chats with him. */
export const chatsOf = (corp: Corp, userid: string, limit = DEFAULT_CHATS) => {
  const relations = corp.relations.ofMember(findMember(corp, userid)?.userid ?? '');
  const chats = [...relations].map((relation) => presentChat(corp, relation));
  chats.sort((a, b) => b.last_at - a.last_at);
  const apps = corp.apps.map((app) => {
    const last = corp.chats.pushed(userid, app.agentId).at(-1);
    return {
      ...{ agentid: app.agentId, name: app.name, unread: corp.chats.pushedUnread(userid, app.agentId) },
      ...{ last: last ? presentPushed(last) : null, last_at: last?.at ?? 0 },
    };
  });
  return {
    chats: chats.slice(0, limit),
    total: chats.length,
    groups: groupsOf(corp, userid),
    apps,
  };
};

/** One conversation; reading it clears its unread count. */
export const chatOf = (corp: Corp, userid: string, externalUserId: string) => {
  const relation = corp.relations.get(userid, externalUserId);
  const contact = corp.relations.contact(externalUserId);
  corp.chats.markRead(userid, externalUserId);
  return {
    chat: relation ? presentChat(corp, relation) : null,
    relation: relation ? presentRelation(corp, relation) : null,
    contact: contact
      ? {
          ...{
            external_userid: externalUserId,
            name: contact.name,
            avatar: contact.avatar,
            type: contact.type,
          },
          ...{ gender: contact.gender, corp_name: contact.corpName, position: contact.position },
        }
      : null,
    messages: corp.chats.messages(userid, externalUserId).map(presentMessage),
  };
};

/** What an app pushed to a member, oldest first. */
export const appChatOf = (corp: Corp, userid: string, agentId: number) => {
  corp.chats.markPushedRead(userid, agentId);
  return { messages: corp.chats.pushed(userid, agentId).map(presentPushed) };
};

export interface RelationQuery {
  userid: string | undefined;
  externalUserId: string | undefined;
  limit: number | undefined;
}

/** Relations as the world holds them. */
export const relationsOf = (corp: Corp, query: RelationQuery) => {
  const limit = query.limit ?? DEFAULT_RELATIONS;
  const relations: ReturnType<typeof presentRelation>[] = [];
  for (const member of corp.members.values()) {
    if (query.userid !== undefined && member.userid.toLowerCase() !== query.userid.toLowerCase()) continue;
    for (const relation of corp.relations.ofMember(member.userid)) {
      if (query.externalUserId !== undefined && relation.externalUserId !== query.externalUserId) continue;
      if (relations.length >= limit) return { relations, truncated: true };
      relations.push(presentRelation(corp, relation));
    }
  }
  return { relations, truncated: false };
};
