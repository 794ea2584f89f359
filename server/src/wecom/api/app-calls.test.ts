import { describe } from 'vitest';
import { describeCalls } from '../testing/calls.ts';

const link = { kind: 'link', title: 't', url: 'https://x' } as const;

describe('welcomes', () => {
  describeCalls({
    'carry a text and attachments': {
      run: (client) =>
        client.sendWelcome({
          welcomeCode: 'wc',
          text: '您好',
          attachments: [
            { kind: 'image', mediaId: 'm' },
            { kind: 'image', url: 'https://p' },
            link,
            { kind: 'miniprogram', title: 't', coverMediaId: 'm', appId: 'wx1', page: '/p' },
            { kind: 'video', mediaId: 'v' },
            { kind: 'file', mediaId: 'f' },
          ],
        }),
      api: 'externalcontact/send_welcome_msg',
      body: {
        welcome_code: 'wc',
        text: { content: '您好' },
        attachments: [
          { msgtype: 'image', image: { media_id: 'm' } },
          { msgtype: 'image', image: { pic_url: 'https://p' } },
          { msgtype: 'link', link: { title: 't', url: 'https://x' } },
          {
            msgtype: 'miniprogram',
            miniprogram: { title: 't', pic_media_id: 'm', appid: 'wx1', page: '/p' },
          },
          { msgtype: 'video', video: { media_id: 'v' } },
          { msgtype: 'file', file: { media_id: 'f' } },
        ],
      },
    },
    'of groups are made': {
      run: (client) => client.addGroupWelcome({ text: '%NICKNAME%', attachment: link, notifies: false }),
      api: 'externalcontact/group_welcome_template/add',
      body: { text: { content: '%NICKNAME%' }, link: { title: 't', url: 'https://x' }, notify: 0 },
      answer: { template_id: 'tpl' },
      expected: 'tpl',
    },
    'of groups are replaced': {
      run: (client) => client.editGroupWelcome('tpl', { text: 'x' }),
      api: 'externalcontact/group_welcome_template/edit',
      body: { template_id: 'tpl', text: { content: 'x' } },
    },
    'of groups are deleted': {
      run: (client) => client.deleteGroupWelcome('tpl'),
      api: 'externalcontact/group_welcome_template/del',
      body: { template_id: 'tpl' },
    },
  });
});

describe('the app', () => {
  describeCalls({
    'has administrators': {
      run: (client) => client.listAppAdmins(),
      api: 'agent/get_admin_list',
      body: {},
      answer: { admin: [{ userid: 'a', auth_type: 1 }] },
      expected: [{ userId: 'a', openUserId: null, manages: true }],
    },
    'has permissions': {
      run: (client) => client.listPermissions(),
      api: 'agent/get_permissions',
      body: {},
      answer: { app_permissions: ['contact:base:base'] },
      expected: ['contact:base:base'],
    },
    'knows members who installed for themselves': {
      run: (client) => client.listMemberAuth({ limit: 100 }),
      api: 'user/list_member_auth',
      body: { limit: 100 },
      answer: { member_auth_list: [{ open_userid: 'woA' }], next_cursor: 'n' },
      expected: { openUserIds: ['woA'], nextCursor: 'n' },
    },
    'is called from these addresses': {
      run: (client) => client.listCallbackIps(),
      api: 'getcallbackip',
      method: 'GET',
      answer: { ip_list: ['101.226.103.*'] },
      expected: ['101.226.103.*'],
    },
    'calls these addresses': {
      run: (client) => client.listApiDomainIps(),
      api: 'get_api_domain_ip',
      method: 'GET',
      answer: { ip_list: ['1.2.3.4'] },
      expected: ['1.2.3.4'],
    },
  });
});

describe('ids', () => {
  const items = { items: [{ external_userid: 'a', new_external_userid: 'b' }] };
  describeCalls({
    'of members become the provider’s': {
      run: (client) => client.toOpenUserIds(['a', 'x']),
      api: 'batch/userid_to_openuserid',
      body: { userid_list: ['a', 'x'] },
      answer: { open_userid_list: [{ userid: 'a', open_userid: 'woA' }], invalid_userid_list: ['x'] },
      expected: { converted: new Map([['a', 'woA']]), invalid: ['x'] },
    },
    'of members become the corp’s': {
      run: (client) => client.fromOpenUserIds({ openUserIds: ['woA'], sourceAgentId: '7' }),
      api: 'batch/openuserid_to_userid',
      body: { open_userid_list: ['woA'], source_agentid: 7 },
      answer: { userid_list: [{ open_userid: 'woA', userid: 'a' }] },
      expected: { converted: new Map([['woA', 'a']]), invalid: [] },
    },
    'of customers become the provider’s': {
      run: (client) => client.toNewExternalUserIds({ externalUserIds: ['a'] }),
      api: 'externalcontact/get_new_external_userid',
      body: { external_userid_list: ['a'] },
      answer: items,
      expected: new Map([['a', 'b']]),
    },
    'of people in a chat become the provider’s': {
      run: (client) => client.toNewExternalUserIds({ externalUserIds: ['a'], chatId: 'wr1' }),
      api: 'externalcontact/groupchat/get_new_external_userid',
      body: { chat_id: 'wr1', external_userid_list: ['a'] },
      answer: items,
      expected: new Map([['a', 'b']]),
    },
    'of tags become the provider’s': {
      run: (client) => client.toOpenTagIds(['a', 'x']),
      api: 'idconvert/external_tagid',
      body: { external_tagid_list: ['a', 'x'] },
      answer: {
        items: [{ external_tagid: 'a', open_external_tagid: 'b' }],
        invalid_external_tagid_list: ['x'],
      },
      expected: { converted: new Map([['a', 'b']]), invalid: ['x'] },
    },
    'of one customer become the corp’s': {
      run: (client) => client.fromServiceExternalUserId({ externalUserId: 'b', sourceAgentId: '7' }),
      api: 'externalcontact/from_service_external_userid',
      body: { external_userid: 'b', source_agentid: 7 },
      answer: { external_userid: 'a' },
      expected: 'a',
    },
    'have come this far': {
      run: (client) => client.getIdMigration(),
      api: 'corp/get_openid_migration',
      method: 'GET',
      answer: {
        migration_info: [
          { openid_type: 1, status: 1 },
          { openid_type: 3, status: 0 },
        ],
      },
      expected: { members: true, customers: false },
    },
  });
});
