import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from './event.ts';
import { eventLane, eventSubject } from './event-order.ts';

type Nodes = Record<string, string | string[]>;

const corpId = 'ww0123456789abcdef';
const seconds = 1_700_000_000;
const at = new Date(seconds * 1000);

const selfBuilt = (event: string, nodes: Nodes): Nodes => ({
  ToUserName: corpId,
  FromUserName: 'sys',
  CreateTime: String(seconds),
  MsgType: 'event',
  Event: event,
  ...nodes,
});
const suite = (infoType: string, nodes: Nodes): Nodes => ({
  SuiteId: 'ww_suite',
  AuthCorpId: corpId,
  InfoType: infoType,
  TimeStamp: String(seconds),
  ...nodes,
});

function xml(nodes: Nodes, form: { cdata: boolean; gap?: string }): string {
  const value = (text: string) => (form.cdata ? `${form.gap ?? ''}<![CDATA[${text}]]>` : text);
  const inner = (content: string | string[]) =>
    typeof content === 'string'
      ? value(content)
      : content.map((item) => `<Item>${value(item)}</Item>`).join('');
  const children = Object.entries(nodes).map(([name, content]) => `<${name}>${inner(content)}</${name}>`);
  return `<xml>${children.join(form.gap ?? '')}</xml>`;
}

function json(nodes: Nodes, fold = false): string {
  const entries = Object.entries(nodes).map(([name, content]) => [
    fold ? name.toLowerCase() : name,
    typeof content === 'string' ? content : { Item: content },
  ]);
  return JSON.stringify(Object.fromEntries(entries)).replace(/"(\d{10})"/g, '$1');
}

const pair = { UserID: 'zhangsan', ExternalUserID: 'wmAbC' };
const ids = { userId: 'zhangsan', externalUserId: 'wmAbC' };
const contact = 'change_external_contact';
const subject = 'contact:zhangsan/wmAbC';

/** Name of the event, its nodes, what it becomes, and the key of its order. */
const EVENTS: [event: string, nodes: Nodes, expected: object, subject: string][] = [
  [
    contact,
    { ChangeType: 'add_external_contact', ...pair, State: 'ch1', WelcomeCode: 'WC' },
    { type: 'external_contact.added', ...ids, state: 'ch1', welcomeCode: 'WC' },
    subject,
  ],
  [
    contact,
    { ChangeType: 'add_external_contact', ...pair },
    { type: 'external_contact.added', ...ids },
    subject,
  ],
  [
    contact,
    { ChangeType: 'add_half_external_contact', ...pair, State: '', WelcomeCode: 'WC' },
    { type: 'external_contact.half_added', ...ids, welcomeCode: 'WC' },
    subject,
  ],
  [
    contact,
    { ChangeType: 'edit_external_contact', ...pair },
    { type: 'external_contact.edited', ...ids },
    subject,
  ],
  [
    contact,
    { ChangeType: 'del_external_contact', ...pair },
    { type: 'external_contact.deleted_by_member', ...ids, transfer: false },
    subject,
  ],
  [
    contact,
    { ChangeType: 'del_external_contact', ...pair, Source: 'DELETE_BY_TRANSFER' },
    { type: 'external_contact.deleted_by_member', ...ids, transfer: true },
    subject,
  ],
  [
    contact,
    { ChangeType: 'del_follow_user', ...pair },
    { type: 'external_contact.deleted_by_customer', ...ids },
    subject,
  ],
  [
    contact,
    { ChangeType: 'transfer_fail', FailReason: 'customer_refused', ...pair },
    { type: 'external_contact.transfer_failed', ...ids, reason: 'customer_refused' },
    subject,
  ],
  [
    'change_external_tag',
    { Id: 'et1', TagType: 'tag', ChangeType: 'create' },
    { type: 'external_tag.created', id: 'et1', tagType: 'tag' },
    'tags',
  ],
  [
    'change_external_tag',
    { Id: 'et1', TagType: 'tag_group', ChangeType: 'update', StrategyId: '1' },
    { type: 'external_tag.updated', id: 'et1', tagType: 'tag_group', strategyId: '1' },
    'tags',
  ],
  [
    'change_external_tag',
    { Id: 'et1', TagType: 'tag', ChangeType: 'delete' },
    { type: 'external_tag.deleted', id: 'et1', tagType: 'tag' },
    'tags',
  ],
  ['change_external_tag', { Id: '', ChangeType: 'shuffle' }, { type: 'external_tag.shuffled' }, 'tags'],
  [
    'change_external_tag',
    { Id: 'g1', ChangeType: 'shuffle' },
    { type: 'external_tag.shuffled', groupId: 'g1' },
    'tags',
  ],
  [
    'change_external_chat',
    { ChatId: 'wr1', ChangeType: 'create' },
    { type: 'external_chat.created', chatId: 'wr1' },
    'chat:wr1',
  ],
  [
    'change_external_chat',
    { ChatId: 'wr1', ChangeType: 'update', UpdateDetail: 'add_member', MemChangeList: ['wm1'] },
    { type: 'external_chat.updated', chatId: 'wr1', detail: 'add_member', memberIds: ['wm1'] },
    'chat:wr1',
  ],
  [
    'change_external_chat',
    { ChatId: 'wr1', ChangeType: 'update', UpdateDetail: 'change_name' },
    { type: 'external_chat.updated', chatId: 'wr1', detail: 'change_name', memberIds: [] },
    'chat:wr1',
  ],
  [
    'change_external_chat',
    { ChatId: 'wr1', ChangeType: 'dismiss' },
    { type: 'external_chat.dismissed', chatId: 'wr1' },
    'chat:wr1',
  ],
  [
    'change_contact',
    { ChangeType: 'create_user', UserID: 'u1', Name: '张三', Department: '1,2' },
    { type: 'member.created', userId: 'u1', name: '张三', departmentIds: [1, 2] },
    'member:u1',
  ],
  [
    'change_contact',
    { ChangeType: 'update_user', UserID: 'u1', NewUserID: 'u2' },
    { type: 'member.updated', userId: 'u1', newUserId: 'u2' },
    'member:u1',
  ],
  [
    'change_contact',
    { ChangeType: 'update_user', UserID: 'u1' },
    { type: 'member.updated', userId: 'u1' },
    'member:u1',
  ],
  [
    'change_contact',
    { ChangeType: 'delete_user', UserID: 'u1' },
    { type: 'member.deleted', userId: 'u1' },
    'member:u1',
  ],
  [
    'change_contact',
    { ChangeType: 'create_party', Id: '02', Name: 'A', ParentId: '1' },
    { type: 'department.created', departmentId: '02', name: 'A', parentId: '1' },
    'departments',
  ],
  [
    'change_contact',
    { ChangeType: 'update_party', Id: '2' },
    { type: 'department.updated', departmentId: '2' },
    'departments',
  ],
  [
    'change_contact',
    { ChangeType: 'delete_party', Id: '2' },
    { type: 'department.deleted', departmentId: '2' },
    'departments',
  ],
  [
    'change_contact',
    { ChangeType: 'update_tag', TagId: '7', AddUserItems: 'a,b' },
    { type: 'member_tag.updated', tagId: '7', addedUserIds: ['a', 'b'] },
    'member_tag:7',
  ],
];

describe('events in every shape', () => {
  const shapes: [string, (nodes: Nodes) => string][] = [
    ['CDATA', (nodes) => xml(nodes, { cdata: true })],
    ['plain text', (nodes) => xml(nodes, { cdata: false })],
    ['CDATA after stray white space', (nodes) => xml(nodes, { cdata: true, gap: '\n ' })],
    ['reversed order', (nodes) => xml(Object.fromEntries(Object.entries(nodes).reverse()), { cdata: true })],
    ['JSON', (nodes) => json(nodes)],
    ['lower-case JSON', (nodes) => json(nodes, true)],
  ];
  const cases = EVENTS.map(([event, nodes, expected, key]) => ({
    event,
    nodes,
    expected,
    key,
    change: nodes.ChangeType,
  }));

  it.each(cases)('$event $change', ({ event, nodes, expected, key }) => {
    for (const [shape, write] of shapes) {
      const own = parseEvent(write(selfBuilt(event, nodes)));
      expect(own, shape).toEqual({ corpId, at, ...expected });
      expect(eventSubject(own)).toBe(key);
      const provided = parseEvent(write(suite(event, nodes)));
      expect(provided, shape).toEqual({ corpId, suiteId: 'ww_suite', at, ...expected });
    }
  });

  it('does not depend on the order of nodes', () => {
    const nodes = selfBuilt(contact, {
      ChangeType: 'add_external_contact',
      ...pair,
      State: 's',
      WelcomeCode: 'w',
    });
    const expected = parseEvent(xml(nodes, { cdata: true }));
    const order = fc.shuffledSubarray(Object.keys(nodes), { minLength: Object.keys(nodes).length });
    fc.assert(
      fc.property(order, fc.boolean(), (names, cdata) => {
        const shuffled = Object.fromEntries(names.map((name) => [name, nodes[name] ?? '']));
        expect(parseEvent(xml(shuffled, { cdata }))).toEqual(expected);
        expect(parseEvent(json(shuffled))).toEqual(expected);
      }),
    );
  });
});

describe('messages and events of the app', () => {
  const from = {
    ToUserName: corpId,
    FromUserName: 'zhangsan',
    CreateTime: String(seconds),
    AgentID: '1000002',
  };

  it.each([
    ['subscribe', 'app.subscribed'],
    ['unsubscribe', 'app.unsubscribed'],
    ['enter_agent', 'app.entered'],
  ])('%s', (event, type) => {
    const parsed = parseEvent(
      xml({ ...from, MsgType: 'event', Event: event, EventKey: '' }, { cdata: true }),
    );
    expect(parsed).toEqual({ type, corpId, agentId: '1000002', at, userId: 'zhangsan' });
    expect(eventSubject(parsed)).toBe('member:zhangsan');
  });

  it('reads a text and keeps the fields of other kinds', () => {
    const text = parseEvent(
      xml(
        { ...from, MsgType: 'text', Content: '<!DOCTYPE x>', MsgId: '4561255354251345929' },
        { cdata: true },
      ),
    );
    expect(text).toMatchObject({
      type: 'message',
      msgType: 'text',
      content: '<!DOCTYPE x>',
      userId: 'zhangsan',
    });
    expect(text).toMatchObject({ msgId: '4561255354251345929', agentId: '1000002' });
    const image = parseEvent(
      xml({ ...from, MsgType: 'image', PicUrl: 'http://x', MediaId: 'm' }, { cdata: true }),
    );
    expect(image).toMatchObject({ type: 'message', msgType: 'image', fields: { MediaId: 'm' } });
  });
});

describe('what is not known', () => {
  it('keeps the names and every field', () => {
    const nodes = suite('suite_news', { News: 'abc' });
    const { AuthCorpId: _none, ...news } = nodes;
    expect(parseEvent(xml(news, { cdata: true }))).toEqual({
      type: 'unknown',
      corpId: '',
      suiteId: 'ww_suite',
      at,
      infoType: 'suite_news',
      fields: news,
    });
  });

  it.each([
    ['an unknown change', selfBuilt(contact, { ChangeType: 'new_kind', ...pair })],
    ['an unknown event', selfBuilt('new_event', {})],
    ['names of the prototype', selfBuilt('constructor', { ChangeType: 'toString' })],
    [
      'an event without the customer',
      selfBuilt(contact, { ChangeType: 'add_external_contact', UserID: 'u' }),
    ],
    ['a tag event without id', selfBuilt('change_external_tag', { ChangeType: 'create', TagType: 'tag' })],
    ['a member event without id', selfBuilt('change_contact', { ChangeType: 'delete_user' })],
    ['a message from nobody', { ToUserName: corpId, MsgType: 'text', CreateTime: String(seconds) }],
  ])('%s', (_name, nodes) => {
    const event = parseEvent(xml(nodes, { cdata: true }));
    expect(event).toMatchObject({ type: 'unknown', corpId, at });
    expect(eventSubject(event)).toBe('corp');
    expect(eventLane(event)).toBe('normal');
  });

  it('takes the time of receipt for a message without a time', () => {
    const received = new Date('2026-01-02T03:04:05Z');
    const event = parseEvent(xml({ Event: 'x', CreateTime: 'soon' }, { cdata: true }), received);
    expect(event.at).toEqual(received);
    expect(parseEvent('<xml></xml>').at).toEqual(new Date(0));
  });
});

it('puts arrivals with a welcome code into the fast lane', () => {
  const arrival = { ChangeType: 'add_external_contact', ...pair };
  const lane = (nodes: Nodes) => eventLane(parseEvent(xml(selfBuilt(contact, nodes), { cdata: true })));
  expect(lane({ ...arrival, WelcomeCode: 'w' })).toBe('welcome');
  expect(lane({ ...arrival, WelcomeCode: ' ' })).toBe('normal');
  expect(lane({ ...arrival, ChangeType: 'edit_external_contact' })).toBe('normal');
});
