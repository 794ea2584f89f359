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

describe('messages', () => {
  it.each([
    [{ kind: 'text', text: '你好' } as const, { msgtype: 'text', text: { content: '你好' } }],
    [
      { kind: 'markdown', markdown: '**a**' } as const,
      { msgtype: 'markdown', markdown: { content: '**a**' } },
    ],
    [
      { kind: 'textcard', title: 't', description: 'd', url: 'https://x' } as const,
      { msgtype: 'textcard', textcard: { title: 't', description: 'd', url: 'https://x' } },
    ],
    [
      { kind: 'text_notice', title: 't', url: 'https://x', lines: [{ label: 'l', value: 'v' }] } as const,
      {
        msgtype: 'template_card',
        template_card: {
          card_type: 'text_notice',
          main_title: { title: 't' },
          horizontal_content_list: [{ type: 0, keyname: 'l', value: 'v' }],
          card_action: { type: 1, url: 'https://x' },
        },
      },
    ],
  ])('sends %o', async (content, body) => {
    platform.on('message/send', { errcode: 0, msgid: 'm1' });
    await clientOf().sendAppMessage({ to: { userIds: ['u1', 'u2'] }, content });
    expect(last()?.body).toEqual({ touser: 'u1|u2', agentid: 1000002, ...body });
  });

  it('names those it did not reach, as they were sent', async () => {
    platform.on('message/send', {
      invaliduser: 'wozhang',
      invalidparty: '1|2',
      unlicenseduser: 'woLi',
      msgid: 'm',
    });
    const result = await clientOf().sendAppMessage({
      to: { userIds: ['woZhang', 'woLi'] },
      content: { kind: 'text', text: 'x' },
      duplicateCheckSeconds: 60,
    });
    expect(result).toEqual({
      messageId: 'm',
      invalidUserIds: ['woZhang'],
      invalidDepartmentIds: ['1', '2'],
      invalidTagIds: [],
      unlicensedUserIds: ['woLi'],
      responseCode: null,
    });
    expect(last()?.body).toMatchObject({ enable_duplicate_check: 1, duplicate_check_interval: 60 });
  });

  it('is not sent twice when the outcome is not known', async () => {
    platform.on('message/send', 'cut');
    const send = clientOf().sendAppMessage({ to: { everyone: true }, content: { kind: 'text', text: 'x' } });
    await expect(send).rejects.toMatchObject({ reason: 'network' });
    expect(platform.count('message/send')).toBe(1);
    expect(last()?.body).toMatchObject({ touser: '@all' });
  });
});
