import type { Random } from '../random.ts';
import type { Corp } from '../world/corp.ts';
import type { Relation } from '../world/types.ts';
import { RECENT, TALKS } from './chat-lines.ts';
import { DAY, workingTime } from './working-time.ts';

const greeting = (corp: Corp, relation: Relation) => {
  const name = corp.relations.contact(relation.externalUserId)?.name ?? '';
  const text = `你已添加了${name}，现在可以开始聊天了。`;
  const at = relation.createtime;
  corp.chats.append(relation.userid, relation.externalUserId, { from: 'system', text, at });
};

/** The greeting, and for the livelier half of the relations one to three conversations, the newest days ago. */
export const addDemoChat = (corp: Corp, random: Random, relation: Relation, now: number): void => {
  greeting(corp, relation);
  const age = Math.floor((now - relation.createtime) / DAY);
  if (relation.half || !(age < 14 || random.chance(0.45))) return;
  const starts = Array.from({ length: 1 + random.int(3) }, () =>
    workingTime(random, now, random.int(Math.max(1, Math.min(age, 60)))),
  );
  for (const start of starts.filter((at) => at > relation.createtime).sort((a, b) => a - b)) {
    let at = start;
    for (const [from, text] of random.pick(TALKS)) {
      corp.chats.append(relation.userid, relation.externalUserId, { from, text, at });
      at = Math.min(at + 30 + random.int(240), now);
    }
  }
  // Most of it has been read; a few conversations are waiting.
  if (!random.chance(0.06)) corp.chats.markRead(relation.userid, relation.externalUserId);
};

/** Today's conversations, which stand on top of the list: minutes ago, who, what. */
export const addRecentChats = (corp: Corp, relations: readonly Relation[], now: number): void => {
  for (const [remark, lines] of Object.entries(RECENT)) {
    const relation = relations.find((candidate) => candidate.remark === remark);
    if (!relation) continue;
    for (const [minutes, from, text] of lines) {
      corp.chats.append(relation.userid, relation.externalUserId, { from, text, at: now - minutes * 60 });
    }
  }
};
