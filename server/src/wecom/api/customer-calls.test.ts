import { describe } from 'vitest';
import { describeCalls } from '../testing/calls.ts';

const seconds = 1_700_000_000;
const at = new Date(seconds * 1000);
const way = { config_id: 'cfg', scene: 2, remark: 'r', state: 's', qr_code: 'https://q' };
const link = { kind: 'link', title: 't', url: 'https://x', pictureUrl: 'https://p' } as const;
const wireLink = { title: 't', url: 'https://x', picurl: 'https://p' };

describe('group chats', () => {
  describeCalls({
    'are listed page by page': {
      run: (client) => client.listGroupChats({ status: 'orphaned', ownerUserIds: ['u1'], cursor: 'c' }),
      api: 'externalcontact/groupchat/list',
      body: { status_filter: 1, owner_filter: { userid_list: ['u1'] }, cursor: 'c', limit: 1000 },
      answer: { group_chat_list: [{ chat_id: 'wr1', status: 2 }, { chat_id: 'wr2' }], next_cursor: 'n' },
      expected: {
        items: [
          { chatId: 'wr1', status: 'inheriting' },
          { chatId: 'wr2', status: 'normal' },
        ],
        nextCursor: 'n',
      },
    },
    'are listed to the end': {
      run: (client) => client.listGroupChats(),
      api: 'externalcontact/groupchat/list',
      body: { status_filter: 0, limit: 1000 },
      answer: { next_cursor: '' },
      expected: { items: [], nextCursor: null },
    },
    'are read with everybody in them': {
      run: (client) => client.getGroupChat({ chatId: 'wr1', withNames: true }),
      api: 'externalcontact/groupchat/get',
      body: { chat_id: 'wr1', need_name: 1 },
      answer: {
        group_chat: {
          chat_id: 'wr1',
          name: '',
          owner: 'u1',
          create_time: seconds,
          member_list: [
            { userid: 'u1', type: 1, join_time: seconds, join_scene: 1, invitor: { userid: 'u2' } },
            {
              userid: 'wm1',
              type: 2,
              join_time: seconds,
              join_scene: 3,
              state: 'ch',
              group_nickname: '小王',
              name: '王',
            },
          ],
          admin_list: [{ userid: 'u1' }],
          member_version: '9e3b',
        },
      },
      expected: {
        chatId: 'wr1',
        name: '',
        ownerUserId: 'u1',
        createdAt: at,
        notice: null,
        members: [
          {
            id: 'u1',
            kind: 'member',
            joinedAt: at,
            joinScene: 1,
            state: null,
            invitedByUserId: 'u2',
            groupNickname: null,
            name: null,
            unionId: null,
          },
          {
            id: 'wm1',
            kind: 'external',
            joinedAt: at,
            joinScene: 3,
            state: 'ch',
            invitedByUserId: null,
            groupNickname: '小王',
            name: '王',
            unionId: null,
          },
        ],
        adminUserIds: ['u1'],
        memberVersion: '9e3b',
      },
    },
  });
});

describe('join ways', () => {
  describeCalls({
    'are made': {
      run: (client) =>
        client.addJoinWay({
          scene: 'qr-code',
          chatIds: ['wr1'],
          opensNewChats: true,
          newChatName: '群',
          newChatNumber: 10,
          state: 's',
        }),
      api: 'externalcontact/groupchat/add_join_way',
      body: {
        scene: 2,
        chat_id_list: ['wr1'],
        auto_create_room: 1,
        room_base_name: '群',
        room_base_id: 10,
        state: 's',
      },
      answer: { config_id: 'cfg' },
      expected: 'cfg',
    },
    'are read': {
      run: (client) => client.getJoinWay('cfg'),
      api: 'externalcontact/groupchat/get_join_way',
      body: { config_id: 'cfg' },
      answer: {
        join_way: {
          ...way,
          auto_create_room: 1,
          room_base_name: '群',
          room_base_id: 10,
          chat_id_list: ['wr1'],
        },
      },
      expected: {
        configId: 'cfg',
        scene: 2,
        remark: 'r',
        opensNewChats: true,
        newChatName: '群',
        newChatNumber: 10,
        chatIds: ['wr1'],
        qrCodeUrl: 'https://q',
        state: 's',
      },
    },
    'are replaced': {
      run: (client) => client.updateJoinWay('cfg', { scene: 'mini-program', chatIds: ['wr2'] }),
      api: 'externalcontact/groupchat/update_join_way',
      body: { config_id: 'cfg', scene: 1, chat_id_list: ['wr2'] },
    },
    'are deleted': {
      run: (client) => client.deleteJoinWay('cfg'),
      api: 'externalcontact/groupchat/del_join_way',
      body: { config_id: 'cfg' },
    },
  });
});

describe('contact ways', () => {
  describeCalls({
    'are made': {
      run: (client) =>
        client.addContactWay({
          kind: 'single',
          scene: 'qr-code',
          userIds: ['u1'],
          state: 's',
          skipsVerification: false,
        }),
      api: 'externalcontact/add_contact_way',
      body: { type: 1, scene: 2, user: ['u1'], state: 's', skip_verify: false },
      answer: { config_id: 'cfg', qr_code: 'https://q' },
      expected: { configId: 'cfg', qrCodeUrl: 'https://q' },
    },
    'are made for a while, with words at the end': {
      run: (client) =>
        client.addContactWay({
          kind: 'single',
          scene: 'mini-program',
          userIds: ['u1'],
          temporary: { codeSeconds: 60, chatSeconds: 120, closing: { text: 'bye', attachment: link } },
        }),
      api: 'externalcontact/add_contact_way',
      body: {
        type: 1,
        scene: 1,
        user: ['u1'],
        is_temp: true,
        expires_in: 60,
        chat_expires_in: 120,
        conclusions: { text: { content: 'bye' }, link: wireLink },
      },
      answer: { config_id: 'cfg' },
      expected: { configId: 'cfg', qrCodeUrl: null },
    },
    'are read': {
      run: (client) => client.getContactWay('cfg'),
      api: 'externalcontact/get_contact_way',
      body: { config_id: 'cfg' },
      answer: { contact_way: { ...way, type: 2, skip_verify: true, user: ['u1'], party: [1] } },
      expected: {
        configId: 'cfg',
        kind: 'several',
        scene: 2,
        style: 0,
        remark: 'r',
        skipsVerification: true,
        state: 's',
        qrCodeUrl: 'https://q',
        userIds: ['u1'],
        departmentIds: [1],
        temporary: false,
      },
    },
    'are listed': {
      run: (client) => client.listContactWays({ from: at, until: at, limit: 10 }),
      api: 'externalcontact/list_contact_way',
      body: { start_time: seconds, end_time: seconds, limit: 10 },
      answer: { contact_way: [{ config_id: 'cfg' }], next_cursor: 'n' },
      expected: { items: ['cfg'], nextCursor: 'n' },
    },
    'are changed': {
      run: (client) => client.updateContactWay('cfg', { remark: 'x', departmentIds: [1] }),
      api: 'externalcontact/update_contact_way',
      body: { config_id: 'cfg', remark: 'x', party: [1] },
    },
    'are deleted': {
      run: (client) => client.deleteContactWay('cfg'),
      api: 'externalcontact/del_contact_way',
      body: { config_id: 'cfg' },
    },
  });
});

describe('handover', () => {
  const pair = { fromUserId: 'a', toUserId: 'b' };
  const wirePair = { handover_userid: 'a', takeover_userid: 'b' };
  const started = {
    customer: [
      { external_userid: 'w1', errcode: 0 },
      { external_userid: 'w2', errcode: 40096 },
    ],
  };
  const starts = [
    { externalUserId: 'w1', errcode: 0 },
    { externalUserId: 'w2', errcode: 40096 },
  ];
  describeCalls({
    'in service begins': {
      run: (client) =>
        client.transferCustomers({ ...pair, externalUserIds: ['w1', 'w2'], successText: '您好' }),
      api: 'externalcontact/transfer_customer',
      body: { ...wirePair, external_userid: ['w1', 'w2'], transfer_success_msg: '您好' },
      answer: started,
      expected: starts,
    },
    'in service has results': {
      run: (client) => client.getTransferResult({ ...pair, cursor: 'c' }),
      api: 'externalcontact/transfer_result',
      body: { ...wirePair, cursor: 'c' },
      answer: {
        customer: [
          { external_userid: 'w1', status: 2, takeover_time: seconds },
          { external_userid: 'w2', status: 3, takeover_time: 0 },
          { external_userid: 'w3', status: 9 },
        ],
      },
      expected: {
        items: [
          { externalUserId: 'w1', status: 'waiting', at },
          { externalUserId: 'w2', status: 'refused', at: null },
          { externalUserId: 'w3', status: 'unknown', at: null },
        ],
        nextCursor: null,
      },
    },
    'after leaving begins': {
      run: (client) => client.transferResignedCustomers({ ...pair, externalUserIds: ['w1', 'w2'] }),
      api: 'externalcontact/resigned/transfer_customer',
      body: { ...wirePair, external_userid: ['w1', 'w2'] },
      answer: started,
      expected: starts,
    },
    'after leaving has results': {
      run: (client) => client.getResignedTransferResult(pair),
      api: 'externalcontact/resigned/transfer_result',
      body: wirePair,
      answer: { customer: [{ external_userid: 'w1', status: 1, takeover_time: seconds }], next_cursor: 'n' },
      expected: { items: [{ externalUserId: 'w1', status: 'done', at }], nextCursor: 'n' },
    },
    'is due for those whose member left': {
      run: (client) => client.listUnassigned({ cursor: 'c' }),
      api: 'externalcontact/get_unassigned_list',
      body: { page_size: 1000, cursor: 'c' },
      answer: {
        info: [{ handover_userid: 'a', external_userid: 'w1', dimission_time: seconds }],
        is_last: true,
        next_cursor: '',
      },
      expected: { items: [{ fromUserId: 'a', externalUserId: 'w1', leftAt: at }], nextCursor: null },
    },
    'of chats names those that failed': {
      run: (client) => client.transferGroupChats({ chatIds: ['wr1'], toUserId: 'b' }),
      api: 'externalcontact/groupchat/transfer',
      body: { chat_id_list: ['wr1'], new_owner: 'b' },
      answer: { failed_chat_list: [{ chat_id: 'wr1', errcode: 90500, errmsg: 'not resigned' }] },
      expected: [{ chatId: 'wr1', errcode: 90500, errmsg: 'not resigned' }],
    },
    'of chats in service': {
      run: (client) => client.transferGroupChatsInService({ chatIds: ['wr1'], toUserId: 'b' }),
      api: 'externalcontact/groupchat/onjob_transfer',
      body: { chat_id_list: ['wr1'], new_owner: 'b' },
      expected: [],
    },
  });
});

describe('statistics', () => {
  const wire = {
    new_chat_cnt: 1,
    chat_total: 2,
    chat_has_msg: 3,
    new_member_cnt: 4,
    member_total: 5,
    member_has_msg: 6,
    msg_total: '7',
  };
  const figures = {
    newChatCount: 1,
    chatTotal: 2,
    activeChatCount: 3,
    newMemberCount: 4,
    memberTotal: 5,
    activeMemberCount: 6,
    messageTotal: 7,
  };
  const period = { from: at, until: at };
  describeCalls({
    'of members, with nothing made up for a day without chats': {
      run: (client) => client.getUserBehavior({ ...period, userIds: ['u1'] }),
      api: 'externalcontact/get_user_behavior_data',
      body: { userid: ['u1'], start_time: seconds, end_time: seconds },
      answer: {
        behavior_data: [
          { stat_time: seconds, chat_cnt: 2, message_cnt: 3, reply_percentage: 60.25, avg_reply_time: 1 },
          { stat_time: seconds, new_apply_cnt: 1, new_contact_cnt: 1, negative_feedback_cnt: 1 },
        ],
      },
      expected: [
        {
          day: at,
          appliedCount: 0,
          newContactCount: 0,
          chatCount: 2,
          messageCount: 3,
          replyPercentage: 60.25,
          averageReplyMinutes: 1,
          lostCount: 0,
        },
        {
          day: at,
          appliedCount: 1,
          newContactCount: 1,
          chatCount: 0,
          messageCount: 0,
          replyPercentage: null,
          averageReplyMinutes: null,
          lostCount: 1,
        },
      ],
    },
    'of chats by day': {
      run: (client) => client.getGroupChatStatisticsByDay(period),
      api: 'externalcontact/groupchat/statistic_group_by_day',
      body: { day_begin_time: seconds, day_end_time: seconds },
      answer: { items: [{ stat_time: seconds, data: wire }] },
      expected: [{ day: at, figures }],
    },
  });
});
