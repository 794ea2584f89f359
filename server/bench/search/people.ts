import { createRandom, type Random } from '../lib/random.ts';

/** A customer of the benchmark: everything a search may find. */
export interface Person {
  readonly name: string;
  readonly remark: string;
  readonly company: string | null;
  readonly mobile: string;
}

/** The commonest family names, of which the first ten make up two fifths of all people. */
const families = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
  ...['欧阳', '上官', '司马'],
];
const givens = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉力健俊晓彤雨桐梓涵子轩浩然欣怡佳琪思远嘉诚志鹏海燕春梅红云龙凤飞翔天宇晨曦诗琪若雪一诺可馨',
];
const remarks = ['老客户', '展会认识', '二期意向', '价格敏感', '朋友介绍', '采购总监', '已报价', '回访'];
const cities = ['北京', '上海', '广州', '深圳', '杭州', '苏州', '成都', '武汉', '宁波', '青岛'];
const brands = [...'恒远锐行金诚瑞达鼎盛宏图新远天成中科华瑞东方立信'];
const trades = ['机床', '模具', '科技', '贸易', '医疗器械', '装备', '汽车零部件', '电子'];

function pick<T>(list: readonly T[], random: Random): T {
  return list[random.below(list.length)] as T;
}

/** The customer of a number, always the same. */
export function personOf(number: number): Person {
  const random = createRandom(number);
  // Squaring crowds the first names, as life does.
  const family = families[Math.floor(random.next() ** 2 * families.length)] as string;
  const given = pick(givens, random) + (random.next() < 0.8 ? pick(givens, random) : '');
  const name = family + given;
  return {
    name,
    remark:
      random.next() < 0.5 ? `${random.next() < 0.5 ? name : `${family}总`}-${pick(remarks, random)}` : '',
    company:
      random.next() < 0.3
        ? `${pick(cities, random)}${pick(brands, random)}${pick(brands, random)}${pick(trades, random)}有限公司`
        : null,
    mobile: `1${3 + random.below(7)}${String(random.below(1e9)).padStart(9, '0')}`,
  };
}
