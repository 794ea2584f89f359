import type { FollowRelation } from '@guanxi/shared/customers';
import { describe, expect, it } from 'vitest';
import { createMessages } from '../../i18n/index.ts';
import { hueOf, initialOf } from '../common/person.ts';
import { cameWords, stepWords, wayWords } from './came.ts';

const { global } = await createMessages('zh-CN');
const t = (key: string, values: Record<string, unknown> = {}) => global.t(key, values);
const relation = (parts: Partial<FollowRelation>): FollowRelation => ({
  member: { memberId: 1, userId: 'u', name: '张三' },
  isMine: true,
  status: 'active',
  addedAt: '2026-09-16T06:12:00.000Z',
  endedAt: null,
  addWay: 1,
  channel: null,
  addedBy: { kind: 'unknown', name: '', userId: '' },
  ...parts,
});

describe('how the customer came', () => {
  it.each([
    [{ channel: '工博会展位' }, '9月16日 扫「工博会展位」活码添加'],
    [{}, '9月16日 扫码添加'],
    [{ addWay: 16, channel: '官网' }, '9月16日 获客链接添加，渠道「官网」'],
    [{ addWay: 2, status: 'half' as const }, '9月16日 搜手机号申请添加'],
    [{ addWay: 9999 }, '9月16日 其他方式添加'],
  ])('%j', (parts, words) => {
    expect(cameWords(t, relation(parts), '9月16日')).toBe(words);
  });

  it('knows each number of the platform and tolerates new ones', () => {
    for (const way of [0, 5, 18, 21, 24, 201, 202]) expect(wayWords(t, way)).not.toBe('其他方式');
    expect([wayWords(t, 26), wayWords(t, 19)]).toEqual(['其他方式', '其他方式']);
  });

  it('says who made the first step where that is known', () => {
    expect(stepWords(t, relation({}))).toBeNull();
    expect(stepWords(t, relation({ addedBy: { kind: 'customer', name: '', userId: '' } }))).toBe('客户发起');
    expect(stepWords(t, relation({ addedBy: { kind: 'member', name: '', userId: '' } }))).toBe('同事发起');
  });
});

describe('a person without a picture', () => {
  it.each([
    ['欧阳娜娜', '欧'],
    ['  anna', 'A'],
    ['🌸小陈', '小'],
    ['🌸', '🌸'],
    ['', '?'],
  ])('%j shows %s', (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });

  it('keeps one of five colours', () => {
    const hues = Array.from({ length: 200 }, (_, i) => hueOf(`wm${i}`));
    expect(new Set(hues)).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(hueOf('wm1')).toBe(hueOf('wm1'));
  });
});
