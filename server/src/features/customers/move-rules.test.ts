import { describe, expect, test } from 'vitest';
import { mergeCustomer, mergeRelation } from './move-rules.ts';
import type { CustomerRow, FollowRelationRow } from './table.ts';

const day = (of: number) => new Date(Date.UTC(2026, 10, of));

describe('a customer both apps know', () => {
  const shown = {
    name: '王芳',
    avatar: null,
    gender: 'unknown',
    corpName: null,
    position: null,
    createdAt: day(20),
  };
  test.each<[string, Partial<CustomerRow>, Partial<CustomerRow>, Partial<CustomerRow>]>([
    ['keeps what was read last', {}, { name: '旧名' }, { name: '王芳' }],
    ['gets a name that is not shown there', { name: '' }, { name: '旧名' }, { name: '旧名' }],
    [
      'gets what a suite is not shown',
      {},
      { avatar: 'http://a', gender: 'female' },
      { avatar: 'http://a', gender: 'female' },
    ],
    ['keeps what a suite is shown', { corpName: '锐行' }, { corpName: '旧公司' }, { corpName: '锐行' }],
    ['is as old as the older row', {}, { createdAt: day(1) }, { createdAt: day(1) }],
  ])('%s', (_name, there, here, expected) => {
    const merged = mergeCustomer({ ...shown, ...there } as CustomerRow, { ...shown, ...here } as CustomerRow);
    expect(merged).toMatchObject(expected);
  });
});

describe('a relation both apps know', () => {
  const base = {
    ...{
      status: 'active',
      statusAt: day(10),
      endedAt: null,
      remark: '王总',
      description: '',
      remarkCompany: null,
    },
    ...{ sealedMobiles: null, channel: null, operUserId: null },
  };
  const mobiles = Buffer.from('sealed');
  test.each<[string, Partial<FollowRelationRow>, Partial<FollowRelationRow>, Partial<FollowRelationRow>]>([
    ['keeps the newer standing', {}, { status: 'lost', statusAt: day(5), endedAt: day(5) }, {}],
    ['keeps its own of two of one moment', {}, { status: 'lost', statusAt: day(10), endedAt: day(10) }, {}],
    [
      'takes an ending that only the former app was told',
      {},
      { status: 'deleted_by_customer', statusAt: day(12), endedAt: day(12) },
      { status: 'deleted_by_customer', statusAt: day(12), endedAt: day(12) },
    ],
    ['keeps phones that the suite is not shown', {}, { sealedMobiles: mobiles }, { sealedMobiles: mobiles }],
    ['keeps the remark that was read last', {}, { remark: '旧备注' }, { remark: '王总' }],
    ['takes a description that is not there', {}, { description: '要报价' }, { description: '要报价' }],
    [
      'takes how they met',
      {},
      { channel: '展位', operUserId: 'wm1' },
      { channel: '展位', operUserId: 'wm1' },
    ],
  ])('%s', (_name, there, here, expected) => {
    const merged = mergeRelation(
      { ...base, ...there } as FollowRelationRow,
      { ...base, ...here } as FollowRelationRow,
    );
    expect(merged).toMatchObject(expected);
    expect('status' in merged).toBe('status' in expected);
  });
});
