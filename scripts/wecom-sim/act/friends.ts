import { type Corp, mintExternalUserId } from '../world/corp.ts';
import { emitContactEvent } from '../world/events.ts';
import type { Contact, Member, Relation } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { corpAndMember, existing, ImpossibleAct, type Pair } from './pair.ts';

const WELCOME_SECONDS = 20;

export interface NewCustomer {
  name: string;
  type?: 1 | 2;
  gender?: 0 | 1 | 2;
  corpName?: string;
  position?: string;
  avatar?: string;
}

export interface Adding {
  userId: string;
  /** A person nobody of the corp has yet; without it and without an id a WeChat user called 新客户. */
  customer?: NewCustomer | undefined;
  externalUserId?: string | undefined;
  addWay?: number | undefined;
  /** The channel mark of the code or link used. */
  state?: string | undefined;
  /** Through a way without verification: one-way until the member confirms. */
  skipVerify?: boolean | undefined;
  initiator?: 'customer' | 'member' | undefined;
}

export interface Added extends Pair {
  welcomeCode: string | undefined;
}

const createContact = (corp: Corp, customer: NewCustomer): Contact => {
  const type = customer.type ?? 1;
  // Only contacts of WeCom belong to a company the platform knows.
  const company = type === 2 ? (customer.corpName ?? '') : '';
  const contact: Contact = {
    externalUserId: mintExternalUserId(corp, type),
    name: customer.name,
    avatar: customer.avatar ?? '',
    type,
    gender: customer.gender ?? 0,
    unionid: type === 1 ? `o${corp.random.text(27)}` : '',
    position: customer.position ?? '',
    corpName: company,
    corpFullName: company,
  };
  corp.relations.putContact(contact);
  return contact;
};

const contactOf = (corp: Corp, adding: Adding): Contact => {
  if (!adding.externalUserId) return createContact(corp, adding.customer ?? { name: '新客户' });
  const contact = corp.relations.contact(adding.externalUserId);
  if (!contact) throw new ImpossibleAct(`no contact ${adding.externalUserId}`);
  return contact;
};

/** A welcome code lives 20 seconds and is used once; business partners of type 2 bring none. */
const mintWelcomeCode = (world: World, corp: Corp, relation: Relation, contact: Contact) => {
  if (contact.type === 2) return undefined;
  const code = corp.random.text(43);
  corp.welcomeCodes.set(code, {
    ...{ code, userid: relation.userid, externalUserId: relation.externalUserId },
    ...{ expiresAt: world.clock.seconds() + WELCOME_SECONDS, used: false },
  });
  return code;
};

const newRelation = (
  world: World,
  corp: Corp,
  member: Member,
  contact: Contact,
  adding: Adding,
): Relation => {
  const old = corp.relations.get(member.userid, contact.externalUserId);
  return {
    ...(old ?? { remark: contact.name, description: '', remarkCorpName: '', remarkMobiles: [] }),
    ...{ tagIds: old?.tagIds ?? [], personalTags: old?.personalTags ?? [] },
    ...{ userid: member.userid, externalUserId: contact.externalUserId },
    seq: old?.seq ?? corp.relations.nextSeq(),
    createtime: world.clock.seconds(),
    addWay: adding.addWay ?? 1,
    operUserid: adding.initiator === 'member' ? member.userid : contact.externalUserId,
    state: adding.state ?? '',
    deletedByCustomer: false,
    half: adding.skipVerify ?? false,
  };
};

const announce = (
  world: World,
  corp: Corp,
  relation: Relation,
  changeType: string,
  code: string | undefined,
) => {
  const extra = [
    ['State', relation.state || undefined],
    ['WelcomeCode', code],
  ] as const;
  emitContactEvent(world, corp, changeType, relation, extra);
};

const greet = (world: World, corp: Corp, { userid, externalUserId, half }: Relation, name: string) => {
  const text = half ? `${name}已添加你，你还没有添加对方。` : `你已添加了${name}，现在可以开始聊天了。`;
  corp.chats.append(userid, externalUserId, { from: 'system', text, at: world.clock.seconds() });
  world.touch(corp.corpId, 'chats');
};

/** A customer and a member become contacts, or half so when the way needs no verification. */
export const customerAdds = (world: World, corpId: string, adding: Adding): Added => {
  const { corp, member } = corpAndMember(world, corpId, adding.userId);
  const contact = contactOf(corp, adding);
  const pair = { userId: member.userid, externalUserId: contact.externalUserId };
  const old = corp.relations.get(member.userid, contact.externalUserId);
  // Whoever is a friend already may scan again; the platform says nothing and keeps the old state.
  if (old && !old.deletedByCustomer && !old.half) return { ...pair, welcomeCode: undefined };
  const relation = newRelation(world, corp, member, contact, adding);
  corp.relations.put(relation);
  const welcomeCode = mintWelcomeCode(world, corp, relation, contact);
  const changeType = relation.half ? 'add_half_external_contact' : 'add_external_contact';
  announce(world, corp, relation, changeType, welcomeCode);
  greet(world, corp, relation, contact.name);
  return { ...pair, welcomeCode };
};

/** The member adds a half-added customer back. The welcome code came with the first event. */
export const memberConfirms = (world: World, corpId: string, pair: Pair): void => {
  const { corp, relation } = existing(world, corpId, pair);
  if (!relation.half) throw new ImpossibleAct('nothing to confirm');
  const confirmed = { ...relation, half: false };
  corp.relations.put(confirmed);
  announce(world, corp, confirmed, 'add_external_contact', undefined);
  greet(world, corp, confirmed, corp.relations.contact(confirmed.externalUserId)?.name ?? '');
};

/** The customer deletes the member: the relation stays, one-way, and no API shows it. */
export const customerDeletes = (world: World, corpId: string, pair: Pair): void => {
  const { corp, relation } = existing(world, corpId, pair);
  if (relation.deletedByCustomer) throw new ImpossibleAct('already deleted by the customer');
  corp.relations.put({ ...relation, deletedByCustomer: true });
  emitContactEvent(world, corp, 'del_follow_user', relation);
  world.touch(corpId, 'chats');
};

/** The member deletes the customer: the relation is gone. `byTransfer`: it went to another member. */
export const memberDeletes = (world: World, corpId: string, pair: Pair & { byTransfer?: boolean }): void => {
  const { corp, relation } = existing(world, corpId, pair);
  corp.relations.remove(relation.userid, relation.externalUserId);
  const source = pair.byTransfer ? 'DELETE_BY_TRANSFER' : undefined;
  emitContactEvent(world, corp, 'del_external_contact', relation, [['Source', source]]);
  world.touch(corpId, 'chats');
};
