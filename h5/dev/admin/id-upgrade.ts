import { confirmIdUpgrade, getIdUpgrade, type IdUpgrade } from '@guanxi/shared/id-upgrade';
import { DAY, MINUTE } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const longName = '上海浦东新区某某精密机械制造有限公司驻华南办事处-欧阳娜娜(新)';

const open = (): IdUpgrade => ({
  ...{ members: 'corp', customers: 'corp', obstacle: null, otherApps: [], conversion: null },
  missing: { gone: 0, needed: 0 },
});

/** One that an administrator agreed to. */
export const agreedUpgrade = (): NonNullable<IdUpgrade['conversion']> => ({
  state: 'converting',
  former: { corpName: '锐行数控', wecomCorpId: 'ww7c1e04b95d2f8a36', agentId: 1000004 },
  proof: 'upgrade',
  foundAt: ago(12 * MINUTE),
  waiting: [],
  confirmedBy: { memberId: 4, userId: 'ZhouQiming', name: '周启明' },
  confirmedAt: ago(12 * MINUTE),
  finishedAt: null,
  ...{ moved: 0, merged: 0 },
  ids: [
    { kind: 'member', converted: 116, kept: 0 },
    { kind: 'person', converted: 14_370, kept: 0 },
  ],
  kept: [],
  consent: 'not_needed',
  failure: null,
});

const gone = (): NonNullable<IdUpgrade['conversion']> => ({
  ...agreedUpgrade(),
  state: 'stopped',
  ids: [
    { kind: 'member', converted: 116, kept: 12 },
    { kind: 'person', converted: 20_370, kept: 46 },
    { kind: 'tag', converted: 64, kept: 1 },
  ],
  kept: [
    { kind: 'member', id: 'HuangXiaotong', name: longName, reason: 'left' },
    { kind: 'person', id: 'wmJHWqFwAAl3Eo7d4fAqHb5pTz9xT1Qw', name: '', reason: 'gone' },
    { kind: 'tag', id: 'et1', name: '合作方式', reason: 'gone' },
  ],
});

const worlds: Record<string, () => IdUpgrade> = {
  'admin-upgrade-open': open,
  'admin-upgrade-customers': () => ({ ...open(), members: 'provider' }),
  'admin-upgrade-others': () => ({
    ...open(),
    ...{ obstacle: 'other_apps', otherApps: ['关系报表', '某某软件科技有限公司门店经营助手'] },
  }),
  'admin-upgrade-provider': () => ({ ...open(), obstacle: 'provider_missing' }),
  'admin-upgrade-converting': () => ({ ...open(), conversion: agreedUpgrade() }),
  'admin-upgrade-gone': () => ({ ...open(), conversion: gone(), missing: { gone: 59, needed: 0 } }),
  'admin-upgrade-needed': () => ({
    ...open(),
    conversion: {
      ...gone(),
      consent: 'missing',
      kept: [
        ...gone().kept,
        { kind: 'person', id: 'wm2', name: '王芳', reason: 'refused' },
        { kind: 'member', id: 'LiuFang', name: '刘芳', reason: 'unknown' },
      ],
    },
    missing: { gone: 14, needed: 20_370 },
  }),
  'admin-upgrade-failed': () => ({
    ...open(),
    conversion: {
      ...agreedUpgrade(),
      ...{ state: 'failed', finishedAt: ago(MINUTE) },
      failure: 'service/finish_openid_migration: 48002 api forbidden',
    },
  }),
};

/** The same installation once its ids are upgraded. */
export const upgradedWorlds: Record<string, () => NonNullable<IdUpgrade['conversion']>> = {
  'admin-upgraded-moving': () => ({ ...agreedUpgrade(), state: 'moving', moved: 18_200 }),
  'admin-upgraded-done': () => ({ ...gone(), state: 'done', finishedAt: ago(DAY), moved: 75_344 }),
};

/** The upgrade of ids in each state of its part of the installation page. */
export const idUpgradeAnswers = [
  on(getIdUpgrade, (world) => ({ upgrade: worlds[world.state]?.() ?? null })),
  on(confirmIdUpgrade, (world) => {
    if (world.state === 'admin-upgrade-customers') throw new MockFailure('id_upgrade.not_possible');
    return { upgrade: { ...open(), conversion: agreedUpgrade() } };
  }),
];
