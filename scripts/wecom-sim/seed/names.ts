import type { Random } from '../random.ts';

const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const DOUBLE = ['欧阳', '上官', '司徒', '诸葛', '慕容'] as const;
const GIVEN =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建文俊宇欣怡思晨浩然子轩雨桐佳琪志鹏晓东海燕国庆立新春梅嘉豪雅婷振宁红玉凤兰云鹤松柏永康天佑一凡梦瑶可心博文';
const TITLES = ['总', '工', '经理', '采购', '厂长', '主任', '总监'] as const;
const NICKNAMES = [
  '晨光',
  '云淡风轻',
  '向阳而生',
  '老船长',
  '铁匠',
  '一路向北',
  'Kevin',
  'Jason',
  '小鱼',
  '平安',
] as const;
const PLACES = [
  ...(['苏州', '昆山', '常熟', '宁波', '无锡', '上海', '杭州', '台州', '东莞', '深圳'] as const),
  ...(['佛山', '惠州', '中山', '厦门', '泉州', '重庆', '成都', '天津', '青岛', '合肥'] as const),
] as const;
const FIRMS = [
  '铭晟',
  '瑞丰',
  '恒锐',
  '港通',
  '卓力',
  '众合',
  '永进',
  '华旭',
  '德凯',
  '信邦',
  '博誉',
  '盛泰',
] as const;
const TRADES = [
  '精密机械',
  '模具',
  '铝业科技',
  '汽车配件',
  '五金制品',
  '自动化设备',
  '医疗器械',
  '航空部件',
  '机电',
] as const;

const someChar = (random: Random, from: string): string => {
  const chars = [...from];
  return chars[random.int(chars.length)] ?? '王';
};

export const surname = (random: Random): string =>
  random.chance(0.03) ? random.pick(DOUBLE) : someChar(random, SURNAMES);

export const personName = (random: Random): string =>
  `${surname(random)}${someChar(random, GIVEN)}${random.chance(0.6) ? someChar(random, GIVEN) : ''}`;

/** A made-up company; any likeness to a real one is chance. */
export const companyName = (random: Random): string =>
  `${random.pick(PLACES)}${random.pick(FIRMS)}${random.pick(TRADES)}有限公司`;

/** What a customer calls himself in WeChat. */
export const nickname = (random: Random, name: string): string => {
  if (random.chance(0.15)) return random.pick(NICKNAMES);
  if (random.chance(0.1)) return `${random.pick(NICKNAMES)}-小${familyOf(name)}`;
  return name;
};

const familyOf = (name: string): string =>
  DOUBLE.find((double) => name.startsWith(double)) ?? [...name][0] ?? '';

/** What a rep writes as remark: the name, with the firm, or with the title. */
export const remarkFor = (random: Random, name: string, company: string): string => {
  const style = random.next();
  const title = random.pick(TITLES);
  if (style < 0.3) return name;
  if (style < 0.55) return `${name}-${title}`;
  if (style < 0.75) return `${familyOf(name)}${title}`;
  return `${company.slice(0, 6)}-${name}`;
};
