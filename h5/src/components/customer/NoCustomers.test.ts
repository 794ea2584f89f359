import type { MySync } from '@guanxi/shared/sync';
import { enableAutoUnmount } from '@vue/test-utils';
import { afterEach, expect, it } from 'vitest';
import { mountInApp } from '../../test-kit.ts';
import NoCustomers from './NoCustomers.vue';

enableAutoUnmount(afterEach);

const sync = (parts: Partial<MySync>): MySync => ({
  ...{ state: 'read', membersDone: 12, membersTotal: 40, secondsLeft: null },
  ...parts,
});

it.each([
  ['are being read', sync({ state: 'reading' }), ['正在读取你的客户', '12 / 40 位成员']],
  [
    'are on the list of a sync that has just begun',
    sync({ state: 'reading', membersTotal: 0 }),
    ['刚开始读'],
  ],
  ['are not shown for want of a licence', sync({ state: 'unlicensed' }), ['互通账号许可', '请管理员激活']],
  ['are refused', sync({ state: 'refused' }), ['没有给出你的客户', '客户联系']],
  ['were never read', sync({ state: 'not_read' }), ['还没有读进来']],
  ['are none', sync({}), ['还没有客户']],
  ['are not known of', null, ['还没有客户']],
])('an empty list says that the customers %s', async (_name, state, words) => {
  const page = await mountInApp(NoCustomers, { sync: state });
  for (const word of words) {
    expect(page.text()).toContain(word);
  }
});
