import { post } from './api.js';
import { button, el, moment, pill, select } from './dom.js';
import { ACTIVITIES, DATA_PERMISSIONS, EDITION_STATES } from './words.js';

const part = (title, ...rows) => el('details', {}, el('summary', { class: 'note' }, title), ...rows);

const number = (label, name, value) =>
  el(
    'label',
    { class: 'field' },
    label,
    el('input', { name, type: 'number', min: '1', value: String(value) }),
  );

const wordOf = (edition) =>
  edition === null
    ? '没有付费版本'
    : `${edition.edition_name}，${EDITION_STATES[edition.app_status]}，${edition.user_limit} 人，到 ${moment(edition.expired_time)}`;

const editionPart = (grant, send) => {
  const form = el('form', { class: 'fields' }, number('人数', 'seats', 50), number('天数', 'days', 365));
  const value = (name) => Number(new FormData(form).get(name));
  const buy = (edition_name) =>
    send(
      'suites/buy-edition',
      { edition_name, seats: value('seats'), days: value('days') },
      '已付款，服务商会收到订单',
    );
  return part(
    '付费版本',
    el('p', { class: 'note' }, wordOf(grant.edition)),
    form,
    el(
      'div',
      { class: 'row' },
      button('购买或续费专业版', () => buy('专业版')),
      button('换成旗舰版', () => buy('旗舰版')),
      grant.edition?.app_status === 3 &&
        button('退款', () => send('suites/refund-edition', {}, '已退款'), 'danger'),
    ),
  );
};

const licencePart = (world, send) => {
  const followers = world.members.filter(({ status, has_feature: has }) => status !== 5 && has);
  const members = followers.map(({ userid }) => userid);
  const buy = (kind) => send('suites/buy-licences', { kind, members }, '许可已激活，服务商会收到订单');
  return part(
    '购买接口许可',
    el('p', { class: 'note' }, `给 ${members.length} 个能加客户的成员各买一年，已有的续一年`),
    el(
      'div',
      { class: 'row' },
      button('互通账号', () => buy('interop')),
      button('基础账号', () => buy('base')),
    ),
  );
};

const activityPart = (grant, send) =>
  part(
    '活跃度',
    el(
      'div',
      { class: 'seat' },
      grant.inactivity === null
        ? pill('正常', 'ok')
        : pill(grant.inactivity === 'low' ? '活跃度低，不给客户数据' : '长期不用，权限已收回', 'bad'),
      select(
        { '': '改成…', ...ACTIVITIES },
        '',
        (activity) => activity && send('suites/activity', { activity }, '应用会收到通知'),
        '活跃度',
      ),
    ),
  );

const dataPart = (grant, send) =>
  part(
    '数据权限',
    Object.entries(DATA_PERMISSIONS).map(([auth_type, label]) => {
      const endsAt = grant.data_permissions[auth_type];
      const isGiven = endsAt !== undefined;
      return el(
        'div',
        { class: 'seat' },
        el('span', {}, isGiven ? `${label}，到 ${moment(endsAt)}` : label),
        button(isGiven ? '收回' : '授权 90 天', () =>
          send('suites/data-permission', { auth_type, granted: !isGiven }, '服务商会收到通知'),
        ),
      );
    }),
  );

/** What the admin buys for an installed app, what becomes of one that is hardly used, and whose data it gets. */
export const businessParts = ({ grant, world, corp, act }) => {
  const send = (path, body, done) => act(() => post(path, { suite_id: grant.suite_id, corp, ...body }), done);
  return [
    editionPart(grant, send),
    licencePart(world, send),
    activityPart(grant, send),
    dataPart(grant, send),
  ];
};
