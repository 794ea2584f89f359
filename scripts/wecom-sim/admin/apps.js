import { post } from './api.js';
import { businessParts } from './business.js';
import { button, check, el, facts, moment, pill, select, ticked } from './dom.js';
import { CHECKS, KINDS, LICENCES, PERMISSIONS } from './words.js';

const rangeBoxes = (world, visible) => [
  el('h3', {}, '可见范围：部门'),
  el(
    'div',
    { class: 'grid' },
    world.departments.map(({ id, name }) => check(name, 'party', id, visible.departments.includes(id))),
  ),
  el('h3', {}, '可见范围：成员'),
  el(
    'div',
    { class: 'grid' },
    world.members
      .filter(({ status }) => status !== 5)
      .map(({ userid, name }) => check(name, 'member', userid, visible.users.includes(userid))),
  ),
];

const permissionBoxes = (chosen) => [
  el('h3', {}, '权限'),
  el(
    'div',
    { class: 'grid' },
    Object.entries(PERMISSIONS).map(([key, label]) => check(label, 'permission', key, chosen.includes(key))),
  ),
];

const rangeOf = (root) => ({ users: ticked(root, 'member'), departments: ticked(root, 'party').map(Number) });

/** A card of a suite that is not installed: install by the market, by a code, or by members. */
export const offerCard = ({ suite, provider, world, corp, act }) => {
  const card = el('article', { class: 'card' });
  const install = (more) =>
    act(
      () => post('suites/install', { suite_id: suite.suiteId, corp, ...more }),
      '已安装，服务商会收到授权通知',
    );
  const link = `${location.origin}/3rdapp/customized?suite_id=${suite.suiteId}`;
  card.append(
    el('div', { class: 'head' }, el('h2', {}, suite.name), pill(KINDS[suite.kind]), pill('未安装')),
    el('p', { class: 'note' }, `${provider.name}：${suite.description}`),
    el('img', {
      class: 'code',
      src: `/qr/install/${suite.suiteId}`,
      alt: '安装二维码',
      width: '120',
      height: '120',
    }),
    el(
      'details',
      {},
      el('summary', { class: 'note' }, '可见范围与权限'),
      rangeBoxes(world, { users: [], departments: [1] }),
      permissionBoxes(suite.permissions),
    ),
    el(
      'div',
      { class: 'row' },
      button('安装', () => install({ ...rangeOf(card), permissions: ticked(card, 'permission') }), 'fill'),
      button('打开授权页', () => window.open(`${link}&sim_corp=${corp}`, '_blank')),
      suite.memberInstalls &&
        select(
          {
            '': '由成员安装…',
            ...Object.fromEntries(world.members.map(({ userid, name }) => [userid, name])),
          },
          '',
          (member) => member && install({ member }),
          '由成员安装',
        ),
    ),
  );
  return card;
};

const licenceList = ({ grant, world, corp, act }) => {
  const change = (body) =>
    act(() => post('suites/licences', { suite_id: grant.suite_id, corp, ...body }), '接口许可已保存');
  return el(
    'details',
    {},
    el('summary', { class: 'note' }, '接口许可'),
    el(
      'div',
      { class: 'seat' },
      el(
        'span',
        {},
        grant.licence.is_checked ? '正在检查许可' : `免费试用到 ${moment(grant.licence.trial_end)}`,
      ),
      select(CHECKS, grant.licence.check, (value) => change({ check: value }), '检查方式'),
    ),
    world.members
      .filter(({ status }) => status !== 5)
      .map(({ userid, name }) =>
        el(
          'div',
          { class: 'seat' },
          el('span', {}, name),
          select(
            LICENCES,
            grant.licence.members[userid] ?? 'none',
            (value) => change({ members: { [userid]: value === 'none' ? null : value } }),
            `${name}的许可`,
          ),
        ),
      ),
  );
};

/** A card of an installed app: range, permissions, licences, and the ways out. */
export const grantCard = ({ grant, world, corp, act }) => {
  const card = el('article', { class: 'card' });
  const change = (body, done) =>
    act(() => post('suites/grant', { suite_id: grant.suite_id, corp, ...body }), done);
  card.append(
    el(
      'div',
      { class: 'head' },
      el('h2', {}, grant.name),
      pill(KINDS[grant.kind]),
      grant.disabled ? pill('已停用', 'bad') : pill('已安装', 'ok'),
      grant.auth_mode === 1 && pill('成员授权'),
      grant.publish_status < 2 && pill('未上线', 'bad'),
    ),
    facts([
      ['agentid', String(grant.agentid)],
      ['密文 corpid', grant.open_corpid],
      ['安装时间', moment(grant.installed_at)],
      ['首页', grant.home_url],
    ]),
    el(
      'details',
      {},
      el('summary', { class: 'note' }, '可见范围'),
      rangeBoxes(world, grant.visible),
      button('保存可见范围', () => change({ op: 'range', ...rangeOf(card) }, '可见范围已保存')),
    ),
    el(
      'details',
      {},
      el('summary', { class: 'note' }, '权限'),
      permissionBoxes(grant.permissions),
      button('保存权限', () =>
        change({ op: 'permissions', permissions: ticked(card, 'permission') }, '权限已保存'),
      ),
    ),
    licenceList({ grant, world, corp, act }),
    ...businessParts({ grant, world, corp, act }),
    el(
      'div',
      { class: 'row' },
      button(grant.disabled ? '启用' : '停用', () =>
        change({ op: 'disable', disabled: !grant.disabled }, '已保存'),
      ),
      grant.kind === 'customized' &&
        button('重新获取 Secret', () => change({ op: 'reset-code' }, '服务商会收到新的授权码')),
      grant.publish_status < 2 && button('上线', () => change({ op: 'publish', status: 2 }, '应用已上线')),
      button('让凭证失效', () => change({ op: 'revoke-tokens' }, '凭证已失效')),
      button('删除应用', () => change({ op: 'cancel' }, '授权已取消'), 'danger'),
    ),
  );
  return card;
};
