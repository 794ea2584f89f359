import { createRandom, type Random } from '../random.ts';
import { type Corp, mintExternalUserId } from '../world/corp.ts';
import type { Contact, Relation } from '../world/types.ts';
import { addDemoChat, addRecentChats } from './demo-chats.ts';
import { addDemoTags } from './demo-tags.ts';
import { companyName, nickname, personName, remarkFor } from './names.ts';
import { DAY, workingTime } from './working-time.ts';

const CUSTOMERS = 300;
const DAYS = 90;
const SEED = 20260101;

/** Who has how many customers; each name stands as often as it weighs. */
const REPS: [string, ...string[]] = [
  ...(['ZhangSan', 'ZhangSan', 'ZhangSan', 'ZhangSan', 'ZhangSan', 'ZhangSan', 'SunHao'] as const),
  ...['SunHao', 'SunHao', 'SunHao', 'LiSi', 'LiSi', 'LiSi', 'LiSi', 'HuangXiaotong', 'HuangXiaotong'],
  ...['HuangXiaotong', 'WuJunjie', 'WuJunjie', 'WuJunjie', 'WangMin', 'ChenGuodong', 'LiuFang', 'ZhaoLei'],
];

type Way = [addWay: number, state: string, sourceTag: string];

const WAYS: [Way, ...Way[]] = [
  [1, '官网咨询', '官网咨询'],
  [1, '工博会展位', '工博会'],
  [1, '深圳机械展', '深圳机械展'],
  [16, '抖音直播间', '官网咨询'],
  [4, '', '行业群'],
  [3, '', '老客转介绍'],
  [2, '', '电话开发'],
  [201, '', '老客转介绍'],
];

/** People everybody meets when looking around: the first ones of 张三, with hard names. */
const KNOWN: Partial<Record<number, { name: string; remark: string; company: string; type: 1 | 2 }>> = {
  0: {
    name: '娜娜',
    remark: '欧阳娜娜-采购总监(新)',
    company: '上海临港新片区锐行数控装备有限公司',
    type: 1,
  },
  1: {
    ...{ name: '上海浦东新区某某精密机械制造有限公司-李经理', remark: '', company: '', type: 1 as const },
  },
  2: { name: '丁', remark: '丁', company: '', type: 1 },
  3: { name: '赵敏', remark: '赵敏', company: '宁波港通物流', type: 1 },
  4: { name: '陈工', remark: '陈工', company: '常熟铝途轻合金有限公司', type: 2 },
  5: { name: '🌸小鱼🐟', remark: '孙总', company: '常熟瑞丰模具', type: 1 },
};

const tagNamed = (corp: Corp, name: string): string[] =>
  corp.tags.groups.flatMap((group) => group.tags.filter((tag) => tag.name === name).map((tag) => tag.id));

const someTags = (corp: Corp, random: Random, source: string): string[] => {
  const picked = corp.tags.groups.flatMap((group) => {
    if (group.name === '来源') return random.chance(0.7) ? tagNamed(corp, source) : [];
    const tag = group.tags[random.int(group.tags.length)];
    return tag && random.chance(0.4) ? [tag.id] : [];
  });
  return random.chance(0.15) ? [] : picked;
};

const makeContact = (corp: Corp, random: Random, index: number) => {
  const known = KNOWN[index];
  const name = personName(random);
  const company = known?.company ?? companyName(random);
  const type = known?.type ?? (random.chance(0.12) ? 2 : 1);
  const contact: Contact = {
    externalUserId: mintExternalUserId(corp, type),
    name: known?.name ?? (type === 2 ? name : nickname(random, name)),
    avatar: '',
    type,
    gender: random.pick([0, 1, 1, 2, 2] as const),
    unionid: type === 1 ? `o${random.text(27)}` : '',
    position: type === 2 ? random.pick(['采购经理', '设备主管', '总经理', '生产厂长'] as const) : '',
    corpName: type === 2 ? company.replace('有限公司', '') : '',
    corpFullName: type === 2 ? company : '',
  };
  corp.relations.putContact(contact);
  const remark = known ? known.remark || contact.name : remarkFor(random, name, company);
  return { contact, company, remark };
};

interface Making {
  corp: Corp;
  random: Random;
  made: ReturnType<typeof makeContact>;
}

const makeRelation = ({ corp, random, made }: Making, userid: string, createtime: number): Relation => {
  const [addWay, state, source] = random.pick(WAYS);
  const byMember = addWay === 2;
  return {
    ...{ userid, externalUserId: made.contact.externalUserId, seq: 0, createtime },
    ...{ remark: made.remark, addWay, state },
    description: random.chance(0.2) ? '设备更新计划在下半年，决策人是总经理' : '',
    remarkCorpName: made.contact.type === 1 && random.chance(0.6) ? made.company.slice(0, 20) : '',
    remarkMobiles: random.chance(0.3) ? [`1380013${String(8000 + random.int(1000)).padStart(4, '0')}`] : [],
    operUserid: byMember ? userid : made.contact.externalUserId,
    tagIds: someTags(corp, random, source),
    personalTags: random.chance(0.08) ? ['常联系'] : [],
    deletedByCustomer: random.chance(0.04),
    half: false,
  };
};

const otherThan = (random: Random, userid: string): string => {
  const other = random.pick(REPS);
  return other === userid ? otherThan(random, userid) : other;
};

/** One person with the member who has him, and for every tenth a second member. */
const makeCustomer = (corp: Corp, random: Random, index: number, now: number): Relation[] => {
  const isKnown = index in KNOWN;
  const making = { corp, random, made: makeContact(corp, random, index) };
  const userid = isKnown ? 'ZhangSan' : random.pick(REPS);
  const daysAgo = index === 0 ? 66 : random.int(isKnown ? 60 : DAYS) + (isKnown ? 15 : 0);
  const createtime = workingTime(random, now, daysAgo);
  const first = makeRelation(making, userid, createtime);
  const relations = [isKnown ? { ...first, deletedByCustomer: false } : first];
  if (random.chance(0.1)) {
    const later = workingTime(random, now, random.int(daysAgo + 1));
    relations.push(makeRelation(making, otherThan(random, userid), Math.max(later, createtime)));
  }
  return relations;
};

/** 300 customers of the demo company over 90 days, with tags and chats; ids and names are the same at every start. */
export const addDemoCustomers = (corp: Corp, agentId: number, now: number): void => {
  const random = createRandom(SEED);
  addDemoTags(corp, agentId, now - 200 * DAY);
  const made = Array.from({ length: CUSTOMERS }, (_, index) => makeCustomer(corp, random, index, now)).flat();
  const relations = made
    .sort((a, b) => a.createtime - b.createtime)
    .map((relation) => ({ ...relation, seq: corp.relations.nextSeq() }));
  const chatRandom = createRandom(SEED + 1);
  for (const relation of relations) {
    corp.relations.put(relation);
    addDemoChat(corp, chatRandom, relation, now);
  }
  addRecentChats(corp, relations, now);
};
