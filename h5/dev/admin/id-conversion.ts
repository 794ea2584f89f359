import {
  confirmIdConversion,
  findFormerApp,
  getIdConversion,
  HistoryPart,
  type IdConversion,
} from '@guanxi/shared/id-conversion';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';
import { upgradedWorlds } from './id-upgrade.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const longName = '上海浦东新区某某精密机械制造有限公司驻华南办事处-欧阳娜娜(新)';
const amounts = [128, 20_416, 23_102, 8_841, 66_230, 64, 412, 9];

const found = (): IdConversion => ({
  state: 'found',
  former: { corpName: '锐行数控', wecomCorpId: 'ww7c1e04b95d2f8a36', agentId: 1000002 },
  proof: 'corpid',
  foundAt: ago(2 * HOUR),
  waiting: HistoryPart.options.map((part, index) => ({ part, count: amounts[index] ?? 0 })),
  confirmedBy: null,
  confirmedAt: null,
  finishedAt: null,
  moved: 0,
  merged: 0,
  ids: [],
  kept: [],
  consent: 'not_needed',
  failure: null,
});

const agreed = (): IdConversion => ({
  ...found(),
  confirmedBy: { memberId: 4, userId: 'wo4', name: '周启明' },
  confirmedAt: ago(12 * MINUTE),
});

const worlds: Record<string, () => IdConversion | null> = {
  'admin-former-found': found,
  'admin-former-unclear': () => null,
  'admin-former-converting': () => ({ ...agreed(), state: 'converting' }),
  'admin-former-moving': () => ({ ...agreed(), state: 'moving', moved: 18_200, merged: 43_011 }),
  'admin-former-done': () => ({
    ...agreed(),
    ...{ state: 'done', finishedAt: ago(DAY), moved: 75_344, merged: 43_858 },
    ids: [
      { kind: 'member', converted: 116, kept: 12 },
      { kind: 'person', converted: 20_370, kept: 46 },
      { kind: 'tag', converted: 64, kept: 0 },
    ],
    kept: [
      { kind: 'member', id: 'HuangXiaotong', name: longName, reason: 'left' },
      { kind: 'member', id: 'LiuFang', name: '刘芳', reason: 'unknown' },
      { kind: 'person', id: 'wmJHWqFwAAl3Eo7d4fAqHb5pTz9xT1Qw', name: '', reason: 'unknown' },
      { kind: 'person', id: 'wm2', name: '王芳', reason: 'refused' },
      { kind: 'tag_group', id: 'et1', name: '合作方式', reason: 'refused' },
    ],
    consent: 'missing',
  }),
  'admin-former-failed': () => ({
    ...agreed(),
    ...{ state: 'failed', finishedAt: ago(3 * MINUTE) },
    failure: 'The full sync failed: externalcontact/batch/get_by_user: 48002 api forbidden',
  }),
};

/** The former app in each state of its part of the installation page. */
export const idConversionAnswers = [
  on(getIdConversion, (world) => ({
    conversion: (worlds[world.state] ?? upgradedWorlds[world.state])?.() ?? null,
    mayLook: world.state.startsWith('admin-former'),
  })),
  on(findFormerApp, () => ({ conversion: null, finding: 'unclear' as const })),
  on(confirmIdConversion, (world) => {
    if (world.state === 'admin-former-failed') throw new MockFailure('server.unavailable');
    return { conversion: { ...agreed(), state: 'converting' as const } };
  }),
];
