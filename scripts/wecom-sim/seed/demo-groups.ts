import { type Corp, findMember, mintChatId, mintHex } from '../world/corp.ts';
import type { GroupMember } from '../world/types.ts';
import { DAY } from './working-time.ts';

const GROUPS: { name: string; owner: string; members: string[]; customers: number; daysAgo: number }[] = [
  { name: '五轴加工交流群', owner: 'ZhangSan', members: ['WangMin'], customers: 8, daysAgo: 60 },
  { name: '华南客户服务群', owner: 'LiSi', members: ['ZhaoLei', 'LiuFang'], customers: 12, daysAgo: 30 },
  { name: '', owner: 'SunHao', members: [], customers: 3, daysAgo: 5 },
];

/** Customer groups of the demo company, made of their owners' customers; one has no name, as many have none. */
export const addDemoGroups = (corp: Corp, now: number): void => {
  for (const { name, owner, members, customers, daysAgo } of GROUPS) {
    const createTime = now - daysAgo * DAY;
    const own = [...corp.relations.ofMember(owner)].slice(0, customers);
    const inside = (id: string, type: 1 | 2, called: string, offset: number): GroupMember => ({
      ...{ id, type, name: called, joinTime: createTime + offset * 3600, state: '' },
      ...{ joinScene: type === 1 ? 1 : 3, invitor: type === 1 && id !== owner ? owner : undefined },
    });
    const staff = [owner, ...members].map((id) => inside(id, 1, findMember(corp, id)?.name ?? id, 0));
    const people = own.map(({ externalUserId }, index) =>
      inside(externalUserId, 2, corp.relations.contact(externalUserId)?.name ?? '', index),
    );
    const chatId = mintChatId(corp);
    corp.groups.set(chatId, {
      ...{ chatId, name, owner, notice: '', createTime, admins: [], members: [...staff, ...people] },
      ...{ version: mintHex(corp), status: 0, dismissed: false },
    });
  }
};
