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

export interface Saying extends Pair {
  from: 'member' | 'customer';
  text: string;
}

/** Somebody writes in the chat. The platform pushes nothing for it. */
export const sendMessage = (world: World, corpId: string, { from, text, ...pair }: Saying): ChatMessage => {
  const { corp, relation } = existing(world, corpId, pair);
  if (from === 'customer' && relation.deletedByCustomer) {
    throw new ImpossibleAct('the customer has deleted the member');
  }
  const at = world.clock.seconds();
  const sent = corp.chats.append(relation.userid, relation.externalUserId, { from, text, at });
  if (relation.deletedByCustomer) {
    const refused = '对方已不是你的联系人，消息没有送达。请先发送联系人验证请求。';
    corp.chats.append(relation.userid, relation.externalUserId, { from: 'system', text: refused, at });
  }
  world.touch(corpId, 'chats');
  return sent;
};
