import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeCalls } from '../testing/calls.ts';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';

describe('tags of strategies', () => {
  const range = [{ type: 1, userid: 'u1' }, { type: 2, partyid: 7 }, { type: 9 }];
  describeCalls({
    'are listed with their strategy': {
      run: (client) => client.listStrategyTags(),
      api: 'externalcontact/get_strategy_tag_list',
      body: {},
      answer: {
        tag_group: [
          {
            strategy_id: 3,
            group_id: 'g1',
            group_name: '级',
            order: 2,
            tag: [{ id: 't1', name: 'A', order: 1 }],
          },
        ],
      },
      expected: [
        {
          strategyId: '3',
          groupId: 'g1',
          name: '级',
          order: 2,
          tags: [{ tagId: 't1', name: 'A', order: 1 }],
        },
      ],
    },
    'are for members and departments': {
      run: (client) => client.getStrategyRange('3', { cursor: 'c' }),
      api: 'externalcontact/customer_strategy/get_range',
      body: { strategy_id: 3, cursor: 'c' },
      answer: { range, next_cursor: 'n' },
      expected: { items: [{ userId: 'u1' }, { departmentId: 7 }], nextCursor: 'n' },
    },
  });
});

describe('the customer-contact system app', () => {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.close());

  it('has a token of its own, which nothing else is called with', async () => {
    const { client } = createTestClient(platform.baseUrl);
    platform.on('externalcontact/get_strategy_tag_list', { errcode: 0 });
    platform.on('externalcontact/get_corp_tag_list', { errcode: 0 });
    await client.listCorpTags();
    await client.with({ priority: 'sync' }).listStrategyTags();
    const tokens = platform.received.filter((call) => call.api === 'gettoken');
    expect(tokens.map((call) => call.query.corpsecret)).toEqual(['app-secret', 'contact-secret']);
    const called = platform.received.filter((call) => call.api !== 'gettoken');
    expect(called.map((call) => call.query.access_token)).toEqual(['token-1', 'token-2']);
  });
});
