import { describe, expect, it } from 'vitest';
import type { Corp } from '../world/corp.ts';
import { buildCorp } from './build-corp.ts';
import { DEMO_CORP } from './corp-options.ts';

const NOW = Date.UTC(2026, 10, 20, 4, 0, 0) / 1000;
const DAY = 86_400;

const demo = (now = NOW) => buildCorp({ corpId: DEMO_CORP.corpId }, now);
const relationsOf = (corp: Corp) =>
  [...corp.members.values()].flatMap((member) => [...corp.relations.ofMember(member.userid)]);

describe('the demo company', () => {
  it('is the same at every start', () => {
    expect(relationsOf(demo())).toEqual(relationsOf(demo()));
    const ids = (corp: Corp) =>
      new Set(relationsOf(corp).map((r) => `${r.userid} ${r.externalUserId} ${r.remark}`));
    expect(ids(demo(NOW + 5 * 3600))).toEqual(ids(demo()));
  });

  it('has 300 customers, some shared, some lost, some of WeCom, with tags and chats', () => {
    const corp = demo();
    const relations = relationsOf(corp);
    const contacts = new Set(relations.map((relation) => relation.externalUserId));
    expect(contacts.size).toBe(300);
    expect(relations.length).toBeGreaterThan(315);
    expect(relations.filter((relation) => relation.deletedByCustomer).length).toBeGreaterThan(3);
    expect([...contacts].filter((id) => corp.relations.contact(id)?.type === 2).length).toBeGreaterThan(20);
    expect(relations.filter((relation) => relation.tagIds.length > 0).length).toBeGreaterThan(200);
    const talked = relations.filter((r) => corp.chats.messages(r.userid, r.externalUserId).length > 2);
    expect(talked.length).toBeGreaterThan(80);
    expect(corp.tags.groups.map((group) => group.name)).toEqual([
      ...['客户阶段', '意向产品', '来源', '合作方式', '区域', '行业'],
    ]);
  });

  it('spreads 90 days of working hours and no day after today', () => {
    for (const { createtime } of relationsOf(demo())) {
      expect(createtime).toBeLessThan(NOW);
      expect(createtime).toBeGreaterThan(NOW - 92 * DAY);
      const hour = new Date((createtime + 8 * 3600) * 1000).getUTCHours();
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(18);
    }
  });

  it('holds only telephone numbers that nobody has', () => {
    const mobiles = relationsOf(demo()).flatMap((relation) => relation.remarkMobiles);
    expect(mobiles.length).toBeGreaterThan(0);
    expect(mobiles.every((mobile) => mobile.startsWith('1380013'))).toBe(true);
  });
});

describe('a population', () => {
  it('of a million is there at once, each customer found by id and by member', () => {
    const corp = buildCorp({ corpId: 'ww0000000000000001', seed: 1_000_000 }, NOW);
    expect(corp.members.size).toBeGreaterThanOrEqual(200);
    const taken = [];
    for (const relation of corp.relations.ofMember('staff0150')) {
      taken.push(relation);
      if (taken.length === 3) break;
    }
    expect(new Set(taken.map((relation) => relation.externalUserId)).size).toBe(3);
    for (const relation of taken) {
      expect(corp.relations.get('staff0150', relation.externalUserId)).toEqual(relation);
      expect(corp.relations.contact(relation.externalUserId)?.externalUserId).toBe(relation.externalUserId);
      expect(corp.relations.ofContact(relation.externalUserId)).toEqual([relation]);
    }
  });

  it('is counted whole, and remembers what was changed, removed and added', () => {
    const corp = buildCorp({ corpId: 'ww0000000000000001', seed: 1000 }, NOW);
    expect(relationsOf(corp)).toHaveLength(1000);
    const [first, second] = [...corp.relations.ofMember('ZhangSan')];
    if (!first || !second) throw new Error('too few');
    corp.relations.put({ ...first, remark: '改' });
    corp.relations.remove('ZhangSan', second.externalUserId);
    expect([...corp.relations.ofMember('ZhangSan')][0]?.remark).toBe('改');
    expect(corp.relations.get('ZhangSan', second.externalUserId)).toBeUndefined();
    corp.relations.put({ ...second, seq: corp.relations.nextSeq() });
    const ids = [...corp.relations.ofMember('ZhangSan')].map((relation) => relation.externalUserId);
    expect(ids.at(-1)).toBe(second.externalUserId);
    expect(relationsOf(corp)).toHaveLength(1000);
    expect([...corp.relations.ofMember('ZhangSan', first.seq)][0]?.seq).toBeGreaterThan(first.seq);
  });
});
