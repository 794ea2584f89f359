import type { FollowRelation } from '@guanxi/shared/customers';
import type { CustomerTag } from '@guanxi/shared/tags';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mountInApp } from '../test-kit.ts';
import ProblemView from './common/ProblemView.vue';
import NextStep from './customer/NextStep.vue';
import RelationBanner from './customer/RelationBanner.vue';
import FollowUpBody from './follow-up/FollowUpBody.vue';
import TagFailures from './tag/TagFailures.vue';
import TagRow from './tag/TagRow.vue';
import TimelineItem from './timeline/TimelineItem.vue';

const now = Date.parse('2026-11-20T10:24:00+08:00');
const id = (name: string) => `[data-testid=${name}]`;
const tag = (tagId: string, parts: Partial<CustomerTag> = {}): CustomerTag => ({
  tagId,
  name: tagId,
  groupName: '',
  kind: 'corp',
  state: 'synced',
  change: null,
  failure: null,
  ...parts,
});
const failure = { errcode: 45009, message: '接口繁忙', attempts: 3 };
const followUp = {
  id: 1,
  customerId: 7,
  author: { memberId: 1, userId: 'zhangsan', name: '张三' },
  method: 'phone',
  outcome: 'awaiting_approval',
  text: '方案认可',
  nextAt: '2026-11-20T06:00:00.000Z',
  createdAt: '2026-11-20T01:00:00.000Z',
  editedAt: null,
  editableUntil: '2026-11-21T01:00:00.000Z',
};
const relation: FollowRelation = {
  member: { memberId: 1, userId: 'u', name: '张三' },
  isMine: true,
  status: 'active',
  addedAt: '2026-09-16T06:12:00.000Z',
  endedAt: null,
  addWay: 1,
  channel: null,
  addedBy: { kind: 'unknown', name: '', userId: '' },
};

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
  document.body.innerHTML = '';
});

describe('TagRow', () => {
  it('shows failed and pending first, and counts what the customer has', async () => {
    const tags = [
      tag('华东'),
      tag('已报价', { state: 'pending', change: 'add' }),
      tag('旧', { state: 'pending', change: 'remove' }),
      tag('年度框架', { state: 'failed', change: 'add', failure }),
    ];
    const row = await mountInApp(TagRow, { tags, canChange: true });
    expect(row.findAll('.tag').map((one) => one.text())).toEqual(['年度框架', '已报价', '去掉 旧', '华东']);
    expect(row.find(id('tag-count')).text()).toBe('共 3 个');
  });

  it('does not open, and says why, when tags cannot change', async () => {
    const row = await mountInApp(TagRow, { tags: [], canChange: false, reason: '已不是好友' });
    expect(row.find(id('tag-row')).attributes()).toMatchObject({ disabled: '', title: '已不是好友' });
  });
});

describe('TagFailures', () => {
  it('says what failed and why, and offers to take back or try again', async () => {
    const onRetry = vi.fn();
    const failed = [tag('年度框架', { state: 'failed', change: 'add', failure })];
    const list = await mountInApp(TagFailures, { failed, onRetry });
    expect(list.text()).toContain('没写进企业微信');
    expect(list.text()).toContain('接口繁忙（45009），已试 3 次');
    await list.find(id('tag-retry')).trigger('click');
    expect(onRetry).toHaveBeenCalledWith('年度框架');
  });
});

describe('RelationBanner', () => {
  it.each([
    ['deleted_by_customer', '客户 11月12日 把你删了'],
    ['deleted_by_member', '你 11月12日 删了这位客户'],
    ['transferred', '11月12日 已转给同事'],
    ['half', '客户加了你，还没通过'],
  ])('says %s', async (status, title) => {
    const ended = { ...relation, status, endedAt: '2026-11-12T08:00:00.000Z' };
    const banner = await mountInApp(RelationBanner, { relation: ended });
    expect(banner.find(id('relation-banner')).text()).toContain(title);
  });

  it('is silent while all is well', async () => {
    const banner = await mountInApp(RelationBanner, { relation });
    expect(banner.find(id('relation-banner')).exists()).toBe(false);
  });
});

describe('NextStep', () => {
  const props = { step: null, latest: null, hasHistory: false, hasDraft: false, canWrite: true };

  it('says how late a planned follow-up is', async () => {
    const step = { followUpId: 1, at: '2026-11-18T01:30:00.000Z', text: '问预算', isOverdue: true };
    const block = await mountInApp(NextStep, { ...props, step });
    expect(block.find(id('next-overdue')).text()).toBe('逾期 2 天');
    expect(block.text()).toContain('上次写的：问预算');
  });

  it('asks for the first follow-up, or for the next date', async () => {
    expect((await mountInApp(NextStep, props)).text()).toContain('写第一条跟进');
    expect((await mountInApp(NextStep, { ...props, hasHistory: true })).text()).toContain('定下次跟进');
  });
});

describe('FollowUpBody', () => {
  it('offers changes to its author while they are allowed', async () => {
    const open = await mountInApp(FollowUpBody, { followUp, isSuperseded: false });
    expect(open.find(id('follow-up-delete')).exists()).toBe(true);
    expect(open.find('.tag-warn').text()).toBe('下次 今天 14:00');
    const closed = await mountInApp(FollowUpBody, {
      followUp: { ...followUp, editableUntil: '2026-11-20T02:00:00.000Z' },
      isSuperseded: true,
    });
    expect(closed.find(id('follow-up-delete')).exists()).toBe(false);
    expect(closed.find('.tag-warn').exists()).toBe(false);
  });
});

describe('TimelineItem', () => {
  const member = { memberId: 1, name: '张三' };
  const base = { id: 1, at: '2026-11-20T02:05:00.000Z', member };
  it.each([
    [
      {
        kind: 'tags_changed',
        actor: { kind: 'platform', name: '', memberId: null },
        added: ['华东'],
        removed: [],
      },
      '企业微信改了标签10:05加 华东',
    ],
    [
      { kind: 'deleted_by_customer', actor: { kind: 'customer', name: '', memberId: null } },
      '客户把张三删了10:05',
    ],
    [
      {
        kind: 'added',
        actor: { kind: 'customer', name: '娜娜', memberId: null },
        addWay: 1,
        channel: '展位',
        isReturn: false,
      },
      '娜娜扫「展位」活码添加张三10:05',
    ],
  ])('%#', async (parts, text) => {
    const item = await mountInApp(TimelineItem, {
      entry: { ...base, ...parts },
      isLast: true,
      isSuperseded: false,
    });
    expect(item.find('article').text()).toBe(text);
  });
});

describe('ProblemView', () => {
  it('says cause with code, remedy, reference, and tries again', async () => {
    const onRetry = vi.fn();
    const problem = { kind: 'wecom_misconfigured', errcode: 60020, requestId: '7F3K-02Q9', at: now };
    const view = await mountInApp(ProblemView, { problem, canSearch: true, onRetry });
    expect(view.find(id('error-state')).text()).toContain('（60020）');
    expect(view.findAll('.cure li')).toHaveLength(3);
    expect(view.find(id('error-reference')).text()).toBe('编号 7F3K-02Q9');
    await view.find(id('error-retry')).trigger('click');
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
