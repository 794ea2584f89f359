import { createRandom, type Random } from '../random.ts';
import { type CardBook, createCardBook } from './cards.ts';
import { type ChatStore, createChatStore } from './chats.ts';
import { createMediaStore, type MediaStore } from './media.ts';
import { createRelationStore, type RelationStore } from './relations.ts';
import { createTagStore, type TagStore } from './tags.ts';
import type {
  App,
  ContactTag,
  Department,
  GroupChat,
  GroupWelcome,
  Member,
  Strategy,
  Transfer,
  Way,
  WelcomeCode,
} from './types.ts';

export interface Corp {
  corpId: string;
  name: string;
  apps: App[];
  /** The system app 客户联系, whose secret may call what no other may. */
  contactApp: App;
  departments: Map<number, Department>;
  /** Keyed by the lower-cased userid: plain userids are compared without case. */
  members: Map<string, Member>;
  relations: RelationStore;
  tags: TagStore;
  strategies: Map<number, Strategy>;
  chats: ChatStore;
  welcomeCodes: Map<string, WelcomeCode>;
  groups: Map<string, GroupChat>;
  ways: Map<string, Way>;
  transfers: Transfer[];
  media: MediaStore;
  cards: CardBook;
  /** When members left, by userid. */
  leftAt: Map<string, number>;
  contactTags: Map<number, ContactTag>;
  groupWelcomes: Map<string, GroupWelcome>;
  /** Ids of people who may become customers, by unionid 待定 id. */
  pending: Map<string, { id: string; at: number }>;
  /** Source of new ids of this corp, seeded, so that the same acts give the same ids. */
  random: Random;
}

export const ROOT_DEPARTMENT = 1;

const seedOf = (text: string) =>
  [...text].reduce((sum, char) => (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0, 7);

/** A corp with its root department and nobody in it. */
export const createCorp = (corpId: string, name: string, contactApp: App): Corp => ({
  corpId,
  name,
  apps: [],
  contactApp,
  departments: new Map([
    [ROOT_DEPARTMENT, { id: ROOT_DEPARTMENT, name, nameEn: '', parentid: 0, order: 100000000 }],
  ]),
  members: new Map(),
  relations: createRelationStore(),
  tags: createTagStore(),
  strategies: new Map(),
  chats: createChatStore(),
  welcomeCodes: new Map(),
  groups: new Map(),
  ways: new Map(),
  transfers: [],
  media: createMediaStore(),
  cards: createCardBook(),
  leftAt: new Map(),
  contactTags: new Map(),
  groupWelcomes: new Map(),
  pending: new Map(),
  random: createRandom(seedOf(corpId)),
});

export const findMember = (corp: Corp, userid: string): Member | undefined =>
  corp.members.get(userid.toLowerCase());

export const addMember = (corp: Corp, member: Member): void =>
  void corp.members.set(member.userid.toLowerCase(), member);

/** An external_userid: 32 characters beginning `wm` for a WeChat user and `wo` for a WeCom user. */
export const mintExternalUserId = (corp: Corp, type: 1 | 2): string =>
  `${type === 1 ? 'wm' : 'wo'}${corp.random.text(30)}`;

/** A tag or tag group id. */
export const mintTagId = (corp: Corp): string => `et${corp.random.text(30)}`;

/** The id of a group chat. */
export const mintChatId = (corp: Corp): string => `wr${corp.random.text(30)}`;

/** 32 hex digits: member versions of group chats, config ids of ways. */
export const mintHex = (corp: Corp): string => corp.random.text(32, '0123456789abcdef');
