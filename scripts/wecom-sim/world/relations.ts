import type { Contact, Relation } from './types.ts';

/** A population too large to keep as objects: contact `i` is computed whenever somebody asks for it. */
export interface Population {
  readonly count: number;
  readonly userids: readonly string[];
  contact(index: number): Contact;
  relation(index: number): Relation;
  /** The index an external_userid stands for, if it is one of this population. */
  indexOf(externalUserId: string): number | undefined;
}

export interface RelationStore {
  contact(externalUserId: string): Contact | undefined;
  putContact(contact: Contact): void;
  get(userid: string, externalUserId: string): Relation | undefined;
  put(relation: Relation): void;
  remove(userid: string, externalUserId: string): void;
  nextSeq(): number;
  /** A member's relations in order of arrival, those after `afterSeq`. */
  ofMember(userid: string, afterSeq?: number): Iterable<Relation>;
  /** Everybody who follows a contact, in order of arrival. */
  ofContact(externalUserId: string): Relation[];
}

const NO_POPULATION: Population = {
  count: 0,
  userids: [],
  contact: () => {
    throw new RangeError('empty population');
  },
  relation: () => {
    throw new RangeError('empty population');
  },
  indexOf: () => undefined,
};

/**
 * Relations keyed (userid, external_userid): a computed population below, and above it what was added, changed
 * (kept whole) or removed (kept as null). A million customers cost nothing until they are touched.
 */
export const createRelationStore = (population: Population = NO_POPULATION): RelationStore => {
  const contacts = new Map<string, Contact>();
  const changed = new Map<number, Relation | null>();
  const extras = new Map<string, Map<string, Relation>>();
  const followers = new Map<string, Set<string>>();
  let seq = population.count;

  const baseAt = (index: number): Relation | undefined => {
    const over = changed.get(index);
    if (over === null) return undefined;
    return over ?? population.relation(index);
  };
  const baseOf = (userid: string, externalUserId: string): number | undefined => {
    const index = population.indexOf(externalUserId);
    if (index === undefined) return undefined;
    return population.userids[index % population.userids.length] === userid ? index : undefined;
  };

  /** The share of the population that is the member's: every n-th, computed when it is looked at. */
  function* baseOfMember(userid: string, afterSeq: number): Iterable<Relation> {
    const slot = population.userids.indexOf(userid);
    if (slot < 0) return;
    const step = population.userids.length;
    const first = afterSeq < slot ? slot : slot + (Math.floor((afterSeq - slot) / step) + 1) * step;
    for (let index = first; index < population.count; index += step) {
      const relation = baseAt(index);
      if (relation) yield relation;
    }
  }

  function* ofMember(userid: string, afterSeq = -1): Iterable<Relation> {
    yield* baseOfMember(userid, afterSeq);
    for (const relation of extras.get(userid)?.values() ?? []) if (relation.seq > afterSeq) yield relation;
  }

  return {
    contact(externalUserId) {
      const own = contacts.get(externalUserId);
      if (own) return own;
      const index = population.indexOf(externalUserId);
      return index === undefined ? undefined : population.contact(index);
    },
    putContact: (contact) => void contacts.set(contact.externalUserId, contact),
    get(userid, externalUserId) {
      const index = baseOf(userid, externalUserId);
      const base = index === undefined ? undefined : baseAt(index);
      return base ?? extras.get(userid)?.get(externalUserId);
    },
    put(relation) {
      const index = baseOf(relation.userid, relation.externalUserId);
      if (index === relation.seq) return void changed.set(index, relation);
      const own = extras.get(relation.userid) ?? new Map<string, Relation>();
      extras.set(relation.userid, own.set(relation.externalUserId, relation));
      const who = followers.get(relation.externalUserId) ?? new Set<string>();
      followers.set(relation.externalUserId, who.add(relation.userid));
    },
    remove(userid, externalUserId) {
      const index = baseOf(userid, externalUserId);
      if (index !== undefined && baseAt(index)) changed.set(index, null);
      extras.get(userid)?.delete(externalUserId);
      followers.get(externalUserId)?.delete(userid);
    },
    nextSeq: () => seq++,
    ofMember,
    ofContact(externalUserId) {
      const found: Relation[] = [];
      const index = population.indexOf(externalUserId);
      const base = index === undefined ? undefined : baseAt(index);
      if (base) found.push(base);
      for (const userid of followers.get(externalUserId) ?? []) {
        const relation = extras.get(userid)?.get(externalUserId);
        if (relation) found.push(relation);
      }
      return found.sort((a, b) => a.createtime - b.createtime || a.seq - b.seq);
    },
  };
};
