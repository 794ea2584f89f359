import { type Corp, mintTagId } from '../world/corp.ts';
import type { TagGroup } from '../world/types.ts';

type Creator = 'app' | 'console';

const GROUPS: [name: string, creator: Creator, tags: string[]][] = [
  ['客户阶段', 'app', ['初次接触', '需求明确', '已寄样', '已报价', '谈判中', '合作中', '暂停']],
  ['意向产品', 'app', ['五轴设备', '车铣复合', '立式加工中心', '刀具耗材', '自动化上下料', '维保服务']],
  ['来源', 'app', ['老客转介绍', '工博会', '官网咨询', '行业群', '深圳机械展', '电话开发']],
  ['合作方式', 'console', ['年度框架', '单次采购', '含维保', '经销']],
  ['区域', 'app', ['华东', '华南', '华北', '西南']],
  ['行业', 'app', ['汽车零部件', '模具', '航空', '医疗器械', '3C 电子', '工程机械']],
];

/** The tag groups of the demo company; 合作方式 was made in the admin console and is read-only to the app. */
export const addDemoTags = (corp: Corp, agentId: number, createTime: number): void => {
  for (const [index, [name, creator, tags]] of GROUPS.entries()) {
    const group: TagGroup = {
      ...{ id: mintTagId(corp), name, createTime, order: GROUPS.length - index, deleted: false },
      creator: creator === 'app' ? agentId : 'console',
      tags: tags.map((tag, place) => ({
        ...{ id: mintTagId(corp), name: tag, createTime, order: tags.length - place, deleted: false },
      })),
    };
    corp.tags.add(group);
  }
};
