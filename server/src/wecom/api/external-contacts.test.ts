import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const clientOf = () => createTestClient(platform.baseUrl).client;
const last = () => platform.received.at(-1);

const contact = { external_userid: 'wm1', name: '王小明', type: 1, gender: '1', avatar: '' };
const follow = { userid: 'u1', remark: '老王', createtime: '1700000000', add_way: 16, oper_userid: 'wm1' };

describe('customers', () => {
  it('reads a customer with tags of every kind, and fills what is left out', async () => {
    const tags = [
      { group_name: '等级', tag_name: 'A', type: 1, tag_id: 'et1' },
      { group_name: '', tag_name: '我的', type: 2 },
      { group_name: 'g', tag_name: 's', type: 3, tag_id: 'st1' },
    ];
    platform.on('externalcontact/get', {
      external_contact: contact,
      follow_user: [{ ...follow, tags, remark_mobiles: ['138', ''], state: 'ch' }, { userid: 'u2' }],
    });
    const detail = await clientOf().getExternalContact('wm1');
    expect(detail.contact).toEqual({
      externalUserId: 'wm1',
      name: '王小明',
      avatar: null,
      type: 1,
      gender: 1,
      unionId: null,
      position: null,
      corpName: null,
      corpFullName: null,
      externalProfile: null,
    });
    expect(detail.followers[0]).toEqual({
      userId: 'u1',
      remark: '老王',
      description: '',
      createdAt: new Date(1_700_000_000_000),
      tagIds: ['et1', 'st1'],
      tags: [
        { tagId: 'et1', name: 'A', groupName: '等级', type: 1 },
        { tagId: null, name: '我的', groupName: '', type: 2 },
        { tagId: 'st1', name: 's', groupName: 'g', type: 3 },
      ],
      remarkCorpName: null,
      remarkMobiles: ['138'],
      operUserId: 'wm1',
      addWay: 16,
      state: 'ch',
      wechatChannels: null,
    });
    expect(detail.followers[1]).toMatchObject({
      userId: 'u2',
      tags: [],
      tagIds: [],
      state: null,
      remarkMobiles: [],
    });
  });

  it('walks the pages of a customer with more than 500 followers', async () => {
    platform.on('externalcontact/get', (call) => {
      const next = { '': 'c+1=', 'c+1=': 'c2', c2: '' }[call.query.cursor ?? ''];
      return { external_contact: contact, follow_user: [{ userid: `u${next}` }], next_cursor: next };
    });
    const detail = await clientOf().getExternalContact('wm1');
    expect(detail.followers.map((follower) => follower.userId)).toEqual(['uc+1=', 'uc2', 'u']);
  });

  it('rather fails than calls an endless walk complete', async () => {
    platform.on('externalcontact/get', { external_contact: contact, follow_user: [], next_cursor: 'same' });
    await expect(clientOf().getExternalContact('wm1')).rejects.toMatchObject({ reason: 'unexpected_shape' });
  });

  it('takes 84061 of the detail for an error', async () => {
    platform.on('externalcontact/get', { errcode: 84061, errmsg: 'not external contact' });
    await expect(clientOf().getExternalContact('wm1')).rejects.toMatchObject({ reaction: 'subjectGone' });
  });

  it('reads one page of a batch', async () => {
    platform.on('externalcontact/batch/get_by_user', {
      external_contact_list: [{ external_contact: contact, follow_info: { ...follow, tag_id: ['et1'] } }],
      next_cursor: 'n',
      fail_info: { unlicensed_userid_list: ['u9'] },
    });
    const client = clientOf();
    const page = await client.batchGetByUser({ userIds: ['u1', 'u9'], cursor: 'c', limit: 100 });
    expect(last()?.body).toEqual({ userid_list: ['u1', 'u9'], cursor: 'c', limit: 100 });
    expect(page).toMatchObject({ nextCursor: 'n', unlicensedUserIds: ['u9'] });
    expect(page.entries[0]).toMatchObject({
      contact: { externalUserId: 'wm1' },
      follow: { userId: 'u1', tagIds: ['et1'], tags: null },
    });
    platform.on('externalcontact/batch/get_by_user', { next_cursor: '' });
    expect(await client.batchGetByUser({ userIds: ['u1'] })).toEqual({
      entries: [],
      nextCursor: null,
      unlicensedUserIds: [],
    });
    expect(last()?.body).toEqual({ userid_list: ['u1'] });
  });

  it('sends only the remarks that are given, and one empty text to clear the phones', async () => {
    platform.on('externalcontact/remark', { errcode: 0 });
    const client = clientOf();
    await client.remark({ userId: 'u1', externalUserId: 'wm1', remark: '' });
    expect(last()?.body).toEqual({ userid: 'u1', external_userid: 'wm1', remark: '' });
    await client.remark({ userId: 'u1', externalUserId: 'wm1', remarkMobiles: [] });
    expect(last()?.body).toEqual({ userid: 'u1', external_userid: 'wm1', remark_mobiles: [''] });
  });
});
