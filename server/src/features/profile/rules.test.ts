import { describe, expect, test } from 'vitest';
import { refusalToEdit } from './policy.ts';
import { type EditedProfile, mergeProfile, neededFields, platformEdit, shownProfile } from './rules.ts';

const typed = (number: string) => ({ number, isTyped: true });
const kept = (number: string) => ({ number, isTyped: false });
const known = { remark: '欧阳', description: '', company: '港通', mobiles: ['13812345678'] };
const failure = { reason: 'rejected', errcode: 40035, attempts: 1 } as const;

describe('what goes to the platform', () => {
  test.each<[string, EditedProfile, object]>([
    ['a remark on one line', { remark: ' 欧阳\n 总 ' }, { remark: '欧阳 总' }],
    ['a description with its lines', { description: ' 一\r\n二 ' }, { description: '一\n二' }],
    ['an emptied company', { company: '  ' }, { company: '' }],
    ['a phone without blanks', { mobiles: [typed('138 1234-5678')] }, { mobiles: ['13812345678'] }],
    [
      'a phone in full-width digits',
      { mobiles: [typed('１３８１２３４５６７８')] },
      { mobiles: ['13812345678'] },
    ],
    ['a phone abroad', { mobiles: [typed('+86 (138) 12345678')] }, { mobiles: ['+8613812345678'] }],
    ['a phone once', { mobiles: [kept('13812345678'), typed('138-12345678')] }, { mobiles: ['13812345678'] }],
    ['a phone as the platform gave it', { mobiles: [kept('前台 转 8')] }, { mobiles: ['前台 转 8'] }],
    ['no phones', { mobiles: [] }, { mobiles: [] }],
    ['a remark of twenty', { remark: '🐟'.repeat(20) }, { remark: '🐟'.repeat(20) }],
  ])('%s', (_name, edit, values) => {
    expect(platformEdit(edit, 'wechat')).toEqual({ values });
  });

  test.each<[string, EditedProfile, string, string]>([
    ['a remark of twenty-one', { remark: 'x'.repeat(21) }, 'wechat', 'profile.remark_too_long'],
    ['a description of 151', { description: 'x'.repeat(151) }, 'wechat', 'profile.description_too_long'],
    ['a company of twenty-one', { company: 'x'.repeat(21) }, 'wechat', 'profile.company_too_long'],
    ['the company of a WeCom user', { company: '' }, 'wecom', 'profile.company_fixed'],
    ['a phone of four digits', { mobiles: [typed('1234')] }, 'wechat', 'profile.mobile_malformed'],
    ['a phone of 21 digits', { mobiles: [typed('1'.repeat(21))] }, 'wechat', 'profile.mobile_malformed'],
    ['a plus inside', { mobiles: [typed('138+12345678')] }, 'wechat', 'profile.mobile_malformed'],
    [
      'a sixth phone',
      { mobiles: [...'12345'].map((n) => kept(`1380000000${n}`)).concat(typed('13900000000')) },
      'wechat',
      'profile.too_many_mobiles',
    ],
  ])('not %s', (_name, edit, type, refusal) => {
    expect(platformEdit(edit, type)).toEqual({ refusal });
  });

  test('more than five phones from elsewhere may become fewer', () => {
    const mobiles = [...'123456'].map((n) => kept(`1380000000${n}`));
    expect('values' in platformEdit({ mobiles }, 'wechat')).toBe(true);
  });
});

describe('what an edit changes', () => {
  test.each([
    ['another remark', { remark: '新' }, [], ['remark'], []],
    ['the same remark', { remark: '欧阳' }, [], [], ['remark']],
    ['the same remark after another one went out', { remark: '欧阳' }, ['remark'], ['remark'], []],
    ['the same phones', { mobiles: ['13812345678'] }, [], [], ['mobiles']],
    ['fewer phones', { mobiles: [] }, [], ['mobiles'], []],
    ['two fields', { description: '新', company: '' }, [], ['description', 'company'], []],
  ])('%s', (_name, wanted, underWay, needed, settled) => {
    expect(neededFields(wanted, known, new Set(underWay))).toEqual({ needed, settled });
  });
});

describe('what a member sees', () => {
  const change = { field: 'remark', value: '新', state: 'pending', failure: null };
  test.each([
    ['nothing changed', [], { value: '欧阳', saved: '欧阳', state: 'synced', failure: null }, '欧阳'],
    ['on its way', [change], { value: '新', saved: '欧阳', state: 'pending', failure: null }, '新'],
    [
      'failed',
      [{ ...change, state: 'failed', failure }],
      { value: '新', saved: '欧阳', state: 'failed', failure },
      '欧阳',
    ],
    [
      'failed, but there after all',
      [{ ...change, value: '欧阳', state: 'failed', failure }],
      { value: '欧阳', saved: '欧阳', state: 'synced', failure: null },
      '欧阳',
    ],
    [
      'done',
      [{ ...change, value: null, state: 'done' }],
      { value: '欧阳', saved: '欧阳', state: 'synced', failure: null },
      '欧阳',
    ],
  ])('%s', (_name, changes, remark, shown) => {
    const seen = mergeProfile(known, changes);
    expect(seen.remark).toEqual(remark);
    expect(shownProfile(seen)).toEqual({ ...known, remark: shown });
  });
});

describe('who may change it', () => {
  test.each([
    ['the member while they are friends', 1, 'active', null],
    ['the member whom the customer deleted', 1, 'deleted_by_customer', null],
    ['the member who has not confirmed', 1, 'half', 'profile.no_relation'],
    ['the member who deleted the customer', 1, 'deleted_by_member', 'profile.no_relation'],
    ['the member who handed the customer over', 1, 'transferred', 'profile.no_relation'],
    ['the member who lost the customer', 1, 'lost', 'profile.no_relation'],
    ['anybody else', 2, 'active', 'customer.not_found'],
  ])('%s', (_name, actorId, status, refusal) => {
    expect(refusalToEdit({ memberId: 1, status }, actorId)).toBe(refusal);
  });
});
