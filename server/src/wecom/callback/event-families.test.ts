import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from './event.ts';
import { eventLane, eventSubject } from './event-order.ts';

type Node = string | Node[] | { [name: string]: Node };
type Nodes = { [name: string]: Node };

const corpId = 'wpCorp';
const seconds = 1_700_000_000;
const at = new Date(seconds * 1000);
const later = seconds + 3600;
const laterAt = new Date(later * 1000);

const ofSuite = (infoType: string, nodes: Nodes): Nodes => ({
  SuiteId: 'ww_suite',
  InfoType: infoType,
  TimeStamp: String(seconds),
  ...nodes,
});
const ofCorp = (infoType: string, nodes: Nodes = {}): Nodes =>
  ofSuite(infoType, { AuthCorpId: corpId, ...nodes });
const ofSystem = (infoType: string, nodes: Nodes = {}): Nodes => ({
  ServiceCorpId: 'ww_provider',
  InfoType: infoType,
  AuthCorpId: corpId,
  TimeStamp: String(seconds),
  ...nodes,
});
const ofApp = (event: string, nodes: Nodes = {}): Nodes => ({
  ToUserName: corpId,
  FromUserName: 'u1',
  CreateTime: String(seconds),
  MsgType: 'event',
  Event: event,
  AgentID: '1000002',
  ...nodes,
});

const suite = { suiteId: 'ww_suite', corpId, at };
const system = { corpId, at };
const app = { corpId, agentId: '1000002', at };

/** Nodes, what they become, and the key of its order. */
const EVENTS: [nodes: Nodes, expected: object, subject: string | RegExp][] = [
  [
    ofSuite('suite_ticket', { SuiteTicket: 'tick' }),
    { ...suite, corpId: '', type: 'suite.ticket', ticket: 'tick' },
    'suite',
  ],
  [
    ofSuite('create_auth', { AuthCode: 'code', State: 's', ExtraInfo: 'x' }),
    { ...suite, corpId: '', type: 'auth.created', authCode: 'code', state: 's', extraInfo: 'x' },
    /^auth:code:[0-9a-f]{16}$/,
  ],
  [ofCorp('change_auth'), { ...suite, type: 'auth.changed' }, `auth:${corpId}`],
  [ofCorp('change_auth', { State: 's' }), { ...suite, type: 'auth.changed', state: 's' }, `auth:${corpId}`],
  [ofCorp('cancel_auth'), { ...suite, type: 'auth.cancelled' }, `auth:${corpId}`],
  [
    ofSuite('reset_permanent_code', { AuthCode: 'code' }),
    { ...suite, corpId: '', type: 'auth.secret_reset', authCode: 'code' },
    /^auth:code:/,
  ],
  [ofCorp('corp_arch_auth'), { ...suite, type: 'auth.departments_allowed' }, `auth:${corpId}`],
  [
    ofCorp('approve_special_auth', { AuthType: 'customer_acquisition' }),
    { ...suite, type: 'auth.special_approved', authType: 'customer_acquisition' },
    `auth:${corpId}`,
  ],
  [
    ofCorp('cancel_special_auth', { AuthType: 'customer_acquisition' }),
    { ...suite, type: 'auth.special_cancelled', authType: 'customer_acquisition' },
    `auth:${corpId}`,
  ],
  [
    ofCorp('auth_data_permission', { AuthType: 'data_zone_chat' }),
    { ...suite, type: 'auth.data_granted', authType: 'data_zone_chat' },
    `auth:${corpId}`,
  ],
  [
    ofCorp('expire_remind_data_permission', { AuthType: 'data_zone_chat' }),
    { ...suite, type: 'auth.data_expiring', authType: 'data_zone_chat' },
    `auth:${corpId}`,
  ],
  [
    ofCorp('expire_data_permission', { AuthType: 'data_zone_chat' }),
    { ...suite, type: 'auth.data_expired', authType: 'data_zone_chat' },
    `auth:${corpId}`,
  ],
  [
    ofSystem('agree_external_userid_migration'),
    { ...system, type: 'auth.id_migration_agreed' },
    `auth:${corpId}`,
  ],
  [
    ofSystem('register_corp', {
      RegisterCode: 'rc',
      AuthUserInfo: { UserId: 'u1' },
      ContactSync: { AccessToken: 'x', ExpiresIn: '1800' },
      State: 's',
      TemplateId: 't',
    }),
    {
      ...system,
      type: 'registration.completed',
      registerCode: 'rc',
      userId: 'u1',
      state: 's',
      templateId: 't',
    },
    /^auth:code:/,
  ],
  [
    ofSystem('enter_register_package', { RegisterCode: 'rc' }),
    { ...system, type: 'registration.entered', registerCode: 'rc' },
    /^auth:code:/,
  ],
  [
    ofSuite('open_order', { PaidCorpId: corpId, OrderId: 'o1', OperatorId: 'u1' }),
    { ...suite, type: 'order.opened', orderId: 'o1', operatorId: 'u1' },
    'orders',
  ],
  [
    ofSuite('change_order', { PaidCorpId: corpId, OldOrderId: 'o1', NewOrderId: 'o2' }),
    { ...suite, type: 'order.changed', orderId: 'o2', oldOrderId: 'o1' },
    'orders',
  ],
  [
    ofSuite('pay_for_app_success', { PaidCorpId: corpId, OrderId: 'o1' }),
    { ...suite, type: 'order.paid', orderId: 'o1' },
    'orders',
  ],
  [
    ofSuite('refund', { PaidCorpId: corpId, OrderId: 'o1' }),
    { ...suite, type: 'order.refunded', orderId: 'o1' },
    'orders',
  ],
  [
    ofSuite('cancel_order', { PaidCorpId: corpId, OrderId: 'o1' }),
    { ...suite, type: 'order.cancelled', orderId: 'o1' },
    'orders',
  ],
  [ofSuite('change_editon', { PaidCorpId: corpId }), { ...suite, type: 'edition.changed' }, 'orders'],
  [
    ofSystem('license_pay_success', { OrderId: 'o1', BuyerUserId: 'b' }),
    { ...system, type: 'licence.paid', orderId: 'o1', buyerUserId: 'b' },
    'licences',
  ],
  [
    ofSystem('license_refund', { OrderId: 'o1', OrderStatus: '2' }),
    { ...system, type: 'licence.refunded', orderId: 'o1', status: 2 },
    'licences',
  ],
  [
    ofSystem('auto_activate', {
      Scene: '3',
      AccountList: [
        { ActiveCode: 'a', Type: '1', ExpireTime: String(later), UserId: 'u1', PreviousStatus: '1' },
        { ActiveCode: 'b', Type: '2', ExpireTime: String(later), UserId: 'u2', PreviousActiveCode: 'p' },
      ],
    }),
    {
      ...system,
      type: 'licence.activated',
      scene: 3,
      accounts: [
        { activeCode: 'a', kind: 'base', userId: 'u1', expiresAt: laterAt, previousStatus: 1 },
        { activeCode: 'b', kind: 'interop', userId: 'u2', expiresAt: laterAt, previousActiveCode: 'p' },
      ],
    },
    'licences',
  ],
  [ofApp('unlicensed_notify'), { ...app, type: 'licence.missing', userId: 'u1' }, 'licences'],
  [ofApp('change_app_admin', { FromUserName: 'sys' }), { ...app, type: 'app.admins_changed' }, 'app'],
  [
    ofApp('share_agent_change', { FromUserName: 'sys' }),
    { ...app, type: 'app.shares_changed', chain: false },
    'app',
  ],
  [
    ofSuite('share_chain_change', { AppId: '1', CorpId: corpId, AgentId: '7' }),
    { ...suite, agentId: '7', type: 'app.shares_changed', chain: true, appId: '1' },
    'app',
  ],
  [
    ofApp('inactive_alert', { EffectTime: String(later) }),
    { ...app, type: 'activity.warned', effectAt: laterAt },
    'app',
  ],
  [
    ofApp('low_active_alert', { EffectTime: String(later) }),
    { ...app, type: 'activity.low_warned', effectAt: laterAt },
    'app',
  ],
  [ofApp('close_inactive_agent'), { ...app, type: 'activity.closed' }, 'app'],
  [ofApp('reopen_inactive_agent'), { ...app, type: 'activity.reopened' }, 'app'],
  [ofApp('low_active'), { ...app, type: 'activity.low' }, 'app'],
  [ofApp('active_restored'), { ...app, type: 'activity.restored' }, 'app'],
  [
    ofApp('template_card_event', {
      EventKey: 'submit',
      TaskId: 'task',
      CardType: 'multiple_interaction',
      ResponseCode: 'rc',
      SelectedItems: {
        SelectedItem: [
          { QuestionKey: 'q1', OptionIds: { OptionId: ['a,1', 'b'] } },
          { QuestionKey: 'q2', OptionIds: { OptionId: 'c' } },
        ],
      },
    }),
    {
      ...app,
      type: 'card.clicked',
      userId: 'u1',
      key: 'submit',
      taskId: 'task',
      cardType: 'multiple_interaction',
      responseCode: 'rc',
      selected: [
        { questionKey: 'q1', optionIds: ['a,1', 'b'] },
        { questionKey: 'q2', optionIds: ['c'] },
      ],
    },
    'member:u1',
  ],
  [
    ofApp('template_card_menu_event', { EventKey: 'k', TaskId: 't', CardType: 'text_notice' }),
    {
      ...app,
      type: 'card.menu_clicked',
      userId: 'u1',
      key: 'k',
      taskId: 't',
      cardType: 'text_notice',
      selected: [],
    },
    'member:u1',
  ],
  [
    ofApp('batch_job_result', {
      BatchJob: { JobId: 'j1', JobType: 'sync_user', ErrCode: '0', ErrMsg: 'ok' },
    }),
    { ...app, type: 'job.finished', jobId: 'j1', jobType: 'sync_user', errcode: 0, errmsg: 'ok' },
    'job:j1',
  ],
  [
    ofSystem('batch_job_result', { BatchJob: { JobId: 'j1', JobType: 'contact_id_translate' } }),
    { ...system, type: 'job.finished', jobId: 'j1', jobType: 'contact_id_translate' },
    'job:j1',
  ],
  [
    ofApp('upload_media_job_finish', { JobId: 'j2' }),
    { ...app, type: 'job.finished', jobId: 'j2', jobType: 'upload_media' },
    'job:j2',
  ],
  [
    ofApp('kf_msg_or_event', { Token: 'tk', OpenKfId: 'wk1' }),
    { ...app, type: 'kf.message', token: 'tk', openKfId: 'wk1' },
    'kf',
  ],
  [
    ofApp('kf_account_auth_change', { AuthAddOpenKfId: ['wk1', 'wk2'], AuthDelOpenKfId: 'wk3' }),
    { ...app, type: 'kf.accounts_changed', addedKfIds: ['wk1', 'wk2'], removedKfIds: ['wk3'] },
    'kf',
  ],
  [
    ofCorp('customer_acquisition', {
      ChangeType: 'del_follow_user',
      UserID: 'u1',
      ExternalUserID: 'wm1',
      LinkId: 'ca1',
    }),
    {
      ...suite,
      type: 'acquisition.changed',
      change: 'del_follow_user',
      userId: 'u1',
      externalUserId: 'wm1',
      linkId: 'ca1',
    },
    'acquisition',
  ],
  [
    ofApp('customer_acquisition', {
      ChangeType: 'quota_expire_soon',
      ExpireTime: String(later),
      ExpireQuotaNum: '100',
    }),
    {
      ...app,
      type: 'acquisition.changed',
      change: 'quota_expire_soon',
      expiresAt: laterAt,
      expiringCount: 100,
    },
    'acquisition',
  ],
  [
    ofCorp('customer_acquisition_permit_change'),
    { ...suite, type: 'acquisition.permit_changed' },
    'acquisition',
  ],
  [
    ofApp('change_external_contact', {
      FromUserName: 'sys',
      ChangeType: 'msg_audit_approved',
      UserID: 'u1',
      ExternalUserID: 'wm1',
      WelcomeCode: 'wc',
    }),
    {
      ...app,
      type: 'external_contact.archive_agreed',
      userId: 'u1',
      externalUserId: 'wm1',
      welcomeCode: 'wc',
    },
    'contact:u1/wm1',
  ],
  [
    ofCorp('change_external_chat', {
      ChangeType: 'update',
      ChatId: 'wr1',
      UpdateDetail: 'del_member',
      QuitScene: '0',
      MemChangeCnt: '2',
      MemChangeList: 'wm1,wm2',
      LastMemVer: '9e3b',
      CurMemVer: '8a1c',
    }),
    {
      ...suite,
      type: 'external_chat.updated',
      chatId: 'wr1',
      detail: 'del_member',
      quitScene: 0,
      changedCount: 2,
      memberIds: ['wm1', 'wm2'],
      lastMemberVersion: '9e3b',
      memberVersion: '8a1c',
    },
    'chat:wr1',
  ],
  [
    ofCorp('change_contact', {
      ChangeType: 'create_user',
      UserID: 'woU',
      OpenUserID: 'woU',
      Name: 'woU',
      Department: '1,2,3',
      MainDepartment: '1',
      IsLeaderInDept: '1,0,0',
      DirectLeader: 'lisi,wangwu',
      Mobile: '13800000000',
      Position: '销售',
      Gender: '1',
      Email: 'z@example.com',
      BizMail: 'z@corp.example',
      Status: '1',
      Avatar: 'https://a.example/1',
      Alias: 'z',
      Telephone: '020-1',
      Address: '广州',
      ExtAttr: {
        Item: [
          { Name: '爱好', Type: '0', Text: { Value: '旅游' } },
          { Name: '卡号', Type: '1', Web: { Title: '简介', Url: 'https://a.example' } },
        ],
      },
    }),
    {
      ...suite,
      type: 'member.created',
      userId: 'woU',
      openUserId: 'woU',
      name: 'woU',
      departmentIds: [1, 2, 3],
      mainDepartmentId: 1,
      leadsInDepartment: [true, false, false],
      directLeaderUserIds: ['lisi', 'wangwu'],
      mobile: '13800000000',
      position: '销售',
      gender: 1,
      email: 'z@example.com',
      bizMail: 'z@corp.example',
      status: 1,
      avatar: 'https://a.example/1',
      alias: 'z',
      telephone: '020-1',
      address: '广州',
      attributes: [
        { name: '爱好', value: '旅游' },
        { name: '卡号', value: '简介', url: 'https://a.example' },
      ],
    },
    'member:woU',
  ],
];

function xmlOf(nodes: Nodes, cdata: boolean): string {
  const element = (name: string, node: Node): string => {
    if (Array.isArray(node)) return node.map((one) => element(name, one)).join('\n');
    if (typeof node === 'string') return `<${name}>${cdata ? ` <![CDATA[${node}]]>` : node}</${name} >`;
    return `<${name}>${Object.entries(node)
      .map(([inner, value]) => element(inner, value))
      .join('')}</${name}>`;
  };
  return element('xml', nodes);
}

const jsonOf = (nodes: Nodes) => JSON.stringify(nodes).replace(/"(\d{10})"/g, '$1');

/** The same nodes with the children of every node in another order. */
function shuffled(nodes: Nodes, order: number[]): Nodes {
  const names = Object.keys(nodes)
    .map((name, index) => [order[index % order.length] ?? 0, name] as const)
    .sort((a, b) => a[0] - b[0]);
  return Object.fromEntries(
    names.map(([, name]) => {
      const node = nodes[name] ?? '';
      const nested = typeof node === 'object' && !Array.isArray(node);
      return [name, nested ? shuffled(node, order) : node];
    }),
  );
}

const cases = EVENTS.map(([nodes, expected, subject]) => ({
  name: `${String(nodes.InfoType ?? nodes.Event)} ${String(nodes.ChangeType ?? '')}`,
  nodes,
  expected,
  subject,
}));

describe('every family of events', () => {
  it.each(cases)(
    '$name: XML with CDATA or not, JSON, and any order are one event',
    ({ nodes, expected, subject }) => {
      const event = parseEvent(xmlOf(nodes, true));
      expect(event).toEqual(expected);
      expect(eventSubject(event)).toMatch(subject instanceof RegExp ? subject : new RegExp(`^${subject}$`));
      const order = fc.array(fc.nat(), { minLength: 3, maxLength: 12 });
      fc.assert(
        fc.property(order, fc.boolean(), (numbers, cdata) => {
          const mixed = shuffled(nodes, numbers);
          expect(parseEvent(xmlOf(mixed, cdata))).toEqual(expected);
          expect(parseEvent(jsonOf(mixed))).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('reads a chosen option whose list stands in the place of its node', () => {
    const event = parseEvent(
      jsonOf(
        ofApp('template_card_event', {
          EventKey: 'k',
          SelectedItems: [{ QuestionKey: 'q', OptionIds: ['a', 'b'] }],
        }),
      ),
    );
    expect(event).toMatchObject({ selected: [{ questionKey: 'q', optionIds: ['a', 'b'] }] });
  });

  it('lets the welcome that came with the consent go first', () => {
    const nodes = ofApp('change_external_contact', {
      ChangeType: 'msg_audit_approved',
      UserID: 'u',
      ExternalUserID: 'w',
      WelcomeCode: 'c',
    });
    expect(eventLane(parseEvent(xmlOf(nodes, true)))).toBe('welcome');
  });

  it('keeps two codes apart and gives none of them away in the key', () => {
    const subjectOf = (code: string) =>
      eventSubject(parseEvent(xmlOf(ofSuite('create_auth', { AuthCode: code }), true)));
    expect(subjectOf('code-1')).not.toBe(subjectOf('code-2'));
    expect(subjectOf('code-1')).toBe(subjectOf('code-1'));
    expect(subjectOf('code-1')).not.toContain('code-1');
  });

  it.each([
    ['a ticket without its text', ofSuite('suite_ticket', {})],
    ['an installation without a code', ofSuite('create_auth', {})],
    ['a cancellation that names no corp', ofSuite('cancel_auth', {})],
    ['a click without a key', ofApp('template_card_event')],
    ['a job without an id', ofApp('batch_job_result', { BatchJob: { JobType: 'x' } })],
    ['an acquisition nobody described', ofCorp('customer_acquisition', { ChangeType: 'something_new' })],
    ['a location', ofApp('LOCATION', { Latitude: '23.1' })],
  ])('%s stays unknown, with its fields', (_name, nodes) => {
    expect(parseEvent(xmlOf(nodes, true))).toMatchObject({ type: 'unknown', fields: expect.any(Object) });
  });
});
