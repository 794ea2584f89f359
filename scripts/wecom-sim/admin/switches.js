import { post } from './api.js';
import { button, check, el, moment, pill } from './dom.js';
import { OUTCOMES, SWITCHES } from './words.js';

const field = (label, name, value = '') =>
  el('label', { class: 'field' }, label, el('input', { name, value: String(value) }));

/** Faults of the API and of the pushes, and behaviour that is not known for sure. */
export const faultCards = ({ faults, act }) => {
  const save = (body, done = '已保存') => act(() => post('faults', body), done);
  const api = el('form', { class: 'card' });
  api.append(
    el('div', { class: 'head' }, el('h2', {}, '接口故障'), pill(`${faults.api.length} 条`)),
    el(
      'div',
      { class: 'fields' },
      field('路径', 'path', 'externalcontact/*'),
      field('错误码', 'errcode', '45009'),
      field('次数', 'times', '1'),
    ),
    el(
      'div',
      { class: 'row' },
      button('添加', () => {
        const form = new FormData(api);
        const fault = { path: form.get('path'), kind: 'errcode', errcode: Number(form.get('errcode')) };
        save({ add: [{ ...fault, times: Number(form.get('times')) || 1 }] });
      }),
      button('全部清除', () => save({ clear: true }, '故障已清除'), 'danger'),
    ),
    ...faults.api.map((fault) =>
      el(
        'div',
        { class: 'seat' },
        el('span', {}, `${fault.path} ${fault.kind} ${fault.errcode ?? ''}`),
        button('删除', () => save({ remove: [fault.id] })),
      ),
    ),
  );
  const push = el(
    'article',
    { class: 'card' },
    el('div', { class: 'head' }, el('h2', {}, '推送故障')),
    el(
      'div',
      { class: 'row' },
      button('丢掉下一条', () => save({ push: { dropNext: 1 } })),
      button('重复下一条', () => save({ push: { duplicateNext: 1 } })),
      button('颠倒下两条', () => save({ push: { reorderNext: 2 } })),
      button(faults.push.hold ? '放行' : '暂停推送', () => save({ push: { hold: !faults.push.hold } })),
    ),
  );
  const unknown = el(
    'article',
    { class: 'card' },
    el('div', { class: 'head' }, el('h2', {}, '平台行为开关')),
    el(
      'div',
      { class: 'grid' },
      Object.entries(SWITCHES).map(([key, label]) => {
        const box = check(label, 'switch', key, faults.switches[key]);
        box.addEventListener('change', (event) => save({ switches: { [key]: event.target.checked } }));
        return box;
      }),
    ),
  );
  return [api, push, unknown];
};

/** The clock: everything that expires goes by it. */
export const clockCard = ({ clock, act }) => {
  const move = (seconds, label) =>
    button(label, () => act(() => post('clock', { advanceSeconds: seconds }), '时间已前移'));
  return el(
    'article',
    { class: 'card' },
    el(
      'div',
      { class: 'head' },
      el('h2', {}, '时钟'),
      pill(`比真实时间快 ${Math.round(clock.ahead / 60)} 分钟`),
    ),
    el('p', {}, moment(clock.now)),
    el(
      'div',
      { class: 'row' },
      move(20, '20 秒'),
      move(600, '10 分钟'),
      move(7200, '2 小时'),
      move(86_400, '1 天'),
      move(90 * 86_400, '90 天'),
    ),
  );
};

/** What was pushed lately and what became of it. */
export const pushCard = ({ pushes }) =>
  el(
    'article',
    { class: 'card' },
    el('div', { class: 'head' }, el('h2', {}, '最近的推送')),
    el(
      'div',
      { class: 'table' },
      el(
        'table',
        {},
        el(
          'tr',
          {},
          ['时间', '事件', '地址', '结果'].map((text) => el('th', {}, text)),
        ),
        pushes
          .slice(-50)
          .reverse()
          .map((push) =>
            el(
              'tr',
              {},
              el('td', {}, moment(push.at).slice(-8)),
              el('td', {}, /(?:InfoType|Event)>(?:<!\[CDATA\[)?(\w+)/.exec(push.plaintext)?.[1] ?? ''),
              el('td', { class: 'wide' }, push.url),
              el('td', {}, pill(OUTCOMES[push.outcome], push.outcome === 'delivered' ? 'ok' : 'bad')),
            ),
          ),
      ),
    ),
  );

/** The provider's side: credentials, URLs and tickets. */
export const suiteCard = ({ suite, act }) => {
  const card = el('form', { class: 'card' });
  const value = (name) => new FormData(card).get(name);
  card.append(
    el(
      'div',
      { class: 'head' },
      el('h2', {}, suite.name),
      pill(suite.suiteId),
      pill(suite.commandVerified ? '回调已验证' : '回调未验证', suite.commandVerified ? 'ok' : ''),
    ),
    el(
      'div',
      { class: 'fields' },
      field('指令回调 URL', 'command', suite.commandUrl),
      field('数据回调 URL', 'data', suite.dataUrl),
      field('应用地址', 'app', suite.homeUrl),
    ),
    el(
      'div',
      { class: 'row' },
      button('保存并验证', () =>
        act(
          () =>
            post('suites/config', {
              ...{ suite_id: suite.suiteId, command_url: value('command'), data_url: value('data') },
              ...(value('app') && { app_url: value('app') }),
            }),
          '回调地址已保存',
        ),
      ),
      button('推送 suite_ticket', () =>
        act(() => post('suites/push-ticket', { suite_id: suite.suiteId }), 'suite_ticket 已推送'),
      ),
    ),
  );
  return card;
};
