/** What a member edits in the client itself; the platform announces it to the app. */
import { write } from './api.js';
import { field, openForm } from './dialog.js';
import { el } from './dom.js';
import { state } from './store.js';
import { announced } from './toasts.js';

const pair = () => ({ userid: state.member, external_userid: state.chat?.chat.external_userid });

const input = (/** @type {string} */ name, /** @type {string} */ value, /** @type {number} */ maxLength) =>
  el('input', { name, value: value ?? '', maxLength, autocomplete: 'off', testid: `remark-${name}` });

/** 改备注 */
export const openRemarkDialog = () => {
  const of = pair();
  const { relation } = state.chat;
  const fields = [
    field('备注名', input('name', relation.remark, 20)),
    field('公司', input('company', relation.remark_corp_name, 20)),
    field('电话', input('mobiles', relation.remark_mobiles.join(' '), 60), '最多五个，用空格隔开'),
    field('描述', input('description', relation.description, 150)),
  ];
  openForm('改备注', fields, {
    label: '保存',
    testid: 'remark-submit',
    submit: async (values) => {
      const text = (/** @type {string} */ name) => String(values.get(name) ?? '').trim();
      const body = {
        ...{
          ...of,
          remark: text('name'),
          remark_corp_name: text('company'),
          description: text('description'),
        },
        remark_mobiles: text('mobiles').split(/\s+/).filter(Boolean).slice(0, 5),
      };
      return Boolean(await announced('备注改了', () => write('remark', body)));
    },
  });
};

const tagChip = (/** @type {any} */ tag, /** @type {boolean} */ checked) =>
  el(
    'label',
    { class: 'chip many' },
    el('input', { type: 'checkbox', name: 'tag', value: tag.id, checked, testid: `tag-${tag.name}` }),
    tag.name,
  );

/** 打标签 */
export const openTagDialog = () => {
  const of = pair();
  const had = new Set(state.chat.relation.tag_id);
  const groups = state.company.tag_groups.map((/** @type {any} */ group) =>
    el(
      'div',
      { class: 'field', role: 'group', 'aria-label': group.group_name },
      el('span', { class: 'lab' }, group.group_name),
      el(
        'div',
        { class: 'chips' },
        group.tag.map((/** @type {any} */ tag) => tagChip(tag, had.has(tag.id))),
      ),
    ),
  );
  const body = groups.length > 0 ? groups : [el('p', { class: 'list-note' }, '企业还没有标签')];
  openForm('打标签', body, {
    label: '保存',
    testid: 'tags-submit',
    submit: async (values) => {
      const chosen = values.getAll('tag').map(String);
      const kept = new Set(chosen);
      const change = {
        ...of,
        add_tag: chosen.filter((id) => !had.has(id)),
        remove_tag: [...had].filter((id) => !kept.has(id)),
      };
      if (change.add_tag.length + change.remove_tag.length === 0) return true;
      return Boolean(await announced('标签改了', () => write('tags', change)));
    },
  });
};
