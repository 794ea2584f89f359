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

describe('tags', () => {
  it('reads groups', async () => {
    platform.on('externalcontact/get_corp_tag_list', {
      tag_group: [
        {
          group_id: 'g1',
          group_name: '等级',
          create_time: 1,
          order: 2,
          tag: [{ id: 't1', name: 'A', order: '3' }],
        },
        { group_id: 'g2', group_name: 'x', deleted: true },
      ],
    });
    const groups = await clientOf().listCorpTags({ groupIds: ['g1', 'g2'] });
    expect(last()?.body).toEqual({ group_id: ['g1', 'g2'] });
    expect(groups[0]).toMatchObject({ groupId: 'g1', name: '等级', order: 2, createdAt: new Date(1000) });
    expect(groups[0]?.tags[0]).toMatchObject({ tagId: 't1', name: 'A', order: 3, deleted: false });
    expect(groups[1]).toMatchObject({ deleted: true, tags: [] });
  });

  it('marks', async () => {
    platform.on('externalcontact/mark_tag', { errcode: 0 });
    await clientOf().markTag({ userId: 'u1', externalUserId: 'wm1', add: ['t1'], remove: [] });
    expect(last()?.body).toEqual({ userid: 'u1', external_userid: 'wm1', add_tag: ['t1'] });
  });
});
