/** A customer adds the member, or the member a customer. */
import { write } from './api.js';
import { choices, field, openForm } from './dialog.js';
import { el } from './dom.js';
import { state } from './store.js';
import { announced } from './toasts.js';
import { ADD_WAYS } from './words.js';
import { openChat } from './world.js';

const WAYS = { customer: [1, 16, 2, 3, 4, 6], member: [2, 1, 3, 4, 5, 6] };
/** Ways that carry the mark of the code or link. */
const WITH_STATE = ['1', '16'];

/** @param {HTMLElement} part @param {boolean} isShown */
const show = (part, isShown) => {
  part.hidden = !isShown;
};

const fieldsOf = (/** @type {'customer' | 'member'} */ initiator) => {
  const name = el('input', {
    ...{ name: 'name', required: true, maxLength: 60, autocomplete: 'off', testid: 'add-customer-name' },
    placeholder: '微信昵称，如：晨光-小陈',
  });
  const company = field(
    '公司',
    el('input', { name: 'company', maxLength: 60, autocomplete: 'off', testid: 'add-customer-company' }),
    '企业微信用户的公司由平台给出',
  );
  const mark = field(
    '渠道标记',
    el('input', {
      ...{ name: 'state', maxLength: 30, autocomplete: 'off', testid: 'add-customer-state' },
      placeholder: '二维码或链接的 state，可以不填',
    }),
  );
  const verified = el(
    'label',
    { class: 'check' },
    el('input', { type: 'checkbox', name: 'half', testid: 'add-customer-half' }),
    el('span', {}, '免验证，我还没有添加对方'),
  );
  const [first] = WAYS[initiator];
  const kinds = choices(
    '来自',
    'type',
    [
      [1, '微信'],
      [2, '企业微信'],
    ],
    1,
    'add-customer-type',
  );
  const ways = choices(
    '方式',
    'way',
    WAYS[initiator].map((way) => [way, ADD_WAYS[way]]),
    first ?? 1,
    'add-customer-way',
  );
  show(company, false);
  show(mark, initiator === 'customer');
  show(verified, initiator === 'customer');
  kinds.addEventListener('change', (/** @type {any} */ event) => show(company, event.target.value === '2'));
  ways.addEventListener('change', (/** @type {any} */ event) =>
    show(mark, initiator === 'customer' && WITH_STATE.includes(event.target.value)),
  );
  return [field('名称', name), kinds, company, ways, mark, verified];
};

/** @param {FormData} values @param {'customer' | 'member'} initiator */
const bodyOf = (values, initiator) => {
  const text = (/** @type {string} */ name) => String(values.get(name) ?? '').trim();
  const type = Number(text('type'));
  const way = text('way');
  return {
    ...{ userid: state.member, name: text('name'), type, add_way: Number(way), initiator },
    ...(type === 2 && { company: text('company') }),
    ...(initiator === 'customer' && WITH_STATE.includes(way) && { state: text('state') }),
    ...(values.has('half') && { skip_verify: true }),
  };
};

/** @param {'customer' | 'member'} initiator who adds whom */
export const openAddDialog = (initiator) => {
  const words = initiator === 'customer' ? '新客户添加我' : '我添加客户';
  openForm(words, fieldsOf(initiator), {
    label: initiator === 'customer' ? '添加我' : '添加客户',
    testid: 'add-customer-submit',
    submit: async (values) => {
      const body = bodyOf(values, initiator);
      const done = initiator === 'customer' ? `${body.name}添加了你` : `你添加了${body.name}`;
      const added = await announced(done, () => write('add-friend', body));
      if (added) openChat(added.external_userid).catch(() => {});
      return Boolean(added);
    },
  });
};
