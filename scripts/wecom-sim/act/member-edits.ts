import type { Corp } from '../world/corp.ts';
import { emitContactEvent } from '../world/events.ts';
import type { ChatMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { existing, ImpossibleAct, type Pair } from './pair.ts';

export interface RemarkEdit extends Pair {
  remark?: string | undefined;
  description?: string | undefined;
  remarkCorpName?: string | undefined;
  remarkMobiles?: string[] | undefined;
}

/** The member edits the remark in the client. */
export const memberEditsRemark = (world: World, corpId: string, edit: RemarkEdit): void => {
  const { corp, relation } = existing(world, corpId, edit);
  corp.relations.put({
    ...relation,
    remark: edit.remark ?? relation.remark,
    description: edit.description ?? relation.description,
    remarkCorpName: edit.remarkCorpName ?? relation.remarkCorpName,
    remarkMobiles: edit.remarkMobiles ?? relation.remarkMobiles,
  });
  emitContactEvent(world, corp, 'edit_external_contact', relation);
  world.touch(corpId, 'chats');
};

export interface TagEdit extends Pair {
  addTagIds?: string[] | undefined;
  removeTagIds?: string[] | undefined;
  /** The member's own tags, replaced as a whole. */
  personalTags?: string[] | undefined;
}

/** The member sets tags in the client. */
export const memberEditsTags = (world: World, corpId: string, edit: TagEdit): void => {
  const { corp, relation } = existing(world, corpId, edit);
  const add = edit.addTagIds ?? [];
  const unknown = add.find((id) => !corp.tags.live(id));
  if (unknown) throw new ImpossibleAct(`no tag ${unknown}`);
  const remove = new Set(edit.removeTagIds ?? []);
  const tagIds = [...new Set([...relation.tagIds, ...add])].filter((id) => !remove.has(id));
  corp.relations.put({ ...relation, tagIds, personalTags: edit.personalTags ?? relation.personalTags });
  emitContactEvent(world, corp, 'edit_external_contact', relation);
  world.touch(corpId, 'chats');
};

/** What is said: text, or something a page sends for the member, for which the text stands. */
interface Said {
  text: string;
  msgtype?: string | undefined;
  body?: Record<string, unknown> | undefined;
}

export interface Saying extends Pair, Said {
  from: 'member' | 'customer';
}

const KEPT_AS_MEDIA = new Set(['image', 'video', 'file']);

/** Pictures, videos and files are named by a live media_id of the corp. */
const checkMedia = (corp: Corp, { msgtype, body }: Said, now: number): void => {
  if (!KEPT_AS_MEDIA.has(msgtype ?? '')) return;
  const media = corp.media.get(String(body?.mediaid ?? ''), now);
  if (media?.type !== msgtype) throw new ImpossibleAct('invalid mediaid');
};

/** Somebody writes in the chat. The platform pushes nothing for it. */
export const sendMessage = (world: World, corpId: string, saying: Saying): ChatMessage => {
  const { from, text, msgtype, body } = saying;
  const { corp, relation } = existing(world, corpId, saying);
  if (from === 'customer' && relation.deletedByCustomer) {
    throw new ImpossibleAct('the customer has deleted the member');
  }
  const at = world.clock.seconds();
  checkMedia(corp, saying, at);
  const said = { from, text, at, ...(msgtype !== undefined && { msgtype, body }) };
  const sent = corp.chats.append(relation.userid, relation.externalUserId, said);
  if (relation.deletedByCustomer) {
    const refused = '对方已不是你的联系人，消息没有送达。请先发送联系人验证请求。';
    corp.chats.append(relation.userid, relation.externalUserId, { from: 'system', text: refused, at });
  }
  world.touch(corpId, 'chats');
  return sent;
};

export interface GroupSaying extends Said {
  chatId: string;
  /** Somebody of the group: a userid, or the external_userid of a customer. */
  sender: string;
}

/** Somebody writes in a customer group. */
export const sendGroupMessage = (world: World, corpId: string, saying: GroupSaying): ChatMessage => {
  const { chatId, sender, text, msgtype, body } = saying;
  const corp = world.corps.get(corpId);
  const group = corp?.groups.get(chatId);
  const who = group?.members.find(({ id }) => id === sender);
  if (!corp || !group || group.dismissed || !who) throw new ImpossibleAct(`${sender} is not in ${chatId}`);
  const at = world.clock.seconds();
  checkMedia(corp, saying, at);
  const from = who.type === 1 ? 'member' : 'customer';
  const sent = corp.chats.append('', chatId, {
    ...{ from, text, at, sender: who.id, ...(msgtype !== undefined && { msgtype, body }) },
  });
  world.touch(corpId, 'chats');
  return sent;
};
