import {
  confirmOwnLosses,
  getOwnInstallation,
  type OwnInstallation,
  startOwnSync,
} from '@guanxi/shared/own-installation';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import type { World } from './fixtures.ts';
import { MockFailure, on } from './mock-kit.ts';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

type Run = NonNullable<OwnInstallation['sync']['run']>;
const done = (): Run => ({
  ...{ id: 7, status: 'done', startedAt: inMs(-5 * HOUR), finishedAt: inMs(-5 * HOUR + 40_000) },
  ...{ percent: 100, secondsLeft: null, failure: null },
});
const running = (): Run => ({
  ...done(),
  ...{ id: 8, status: 'running', startedAt: inMs(-MINUTE), finishedAt: null, percent: 38, secondsLeft: 95 },
});
const asking = (isAllOwn: boolean) => ({
  ...{ run: { ...done(), status: 'asking' as const }, losses: { own: 1204, isAllOwn } },
});
const fine = (): OwnInstallation => ({
  appName: '关系',
  otherMembers: 12,
  sync: {
    ...{ state: 'read', readAt: inMs(-5 * HOUR), run: done(), losses: null, startableAt: inMs(-4 * HOUR) },
  },
  licence: { need: 'needed', trialUntil: null, state: 'active', expiresAt: inMs(200 * DAY) },
  installUrl: 'https://crm.example.com/install/ww1234567890abcdef1234',
});

const worlds: Record<string, () => OwnInstallation> = {
  'own-first': () => ({
    ...fine(),
    otherMembers: 0,
    sync: { state: 'reading', readAt: null, run: running(), losses: null, startableAt: null },
    licence: { need: 'trial', trialUntil: inMs(21 * DAY), state: 'trial', expiresAt: null },
  }),
  'own-running': () => ({ ...fine(), sync: { ...fine().sync, run: running(), startableAt: null } }),
  'own-failed': () => ({
    ...fine(),
    sync: {
      ...fine().sync,
      run: {
        ...{ ...done(), id: 9, status: 'failed', finishedAt: inMs(-20 * MINUTE) },
        failure: 'WeCom answered 48002 for externalcontact/batch/get_by_user: api forbidden',
      },
    },
  }),
  'own-held': () => ({ ...fine(), sync: { ...fine().sync, ...asking(true) } }),
  'own-held-others': () => ({ ...fine(), sync: { ...fine().sync, ...asking(false) } }),
  'own-waits': () => ({ ...fine(), sync: { ...fine().sync, startableAt: inMs(7 * MINUTE) } }),
  'own-unlicensed': () => ({
    ...fine(),
    sync: { ...fine().sync, state: 'unlicensed', readAt: null },
    licence: { need: 'needed', trialUntil: null, state: 'expired', expiresAt: inMs(-3 * DAY) },
  }),
  'own-long': () => ({
    ...fine(),
    appName: '上海浦东新区某某精密机械制造有限公司客户关系管理助手(新)',
    installUrl: `https://customer-relations.example.com/install/${'ww1234567890abcdef'.repeat(3)}`,
  }),
};

/** Syncs asked for in a world. */
const asked = new WeakMap<World, number>();

/** What a member who installed for themselves sees. */
export const ownInstallationAnswers = [
  on(getOwnInstallation, (world) => {
    if (world.state === 'own-error') throw new MockFailure('server.unavailable');
    const known = (worlds[world.state] ?? fine)();
    const at = asked.get(world);
    return at === undefined
      ? known
      : { ...known, sync: { ...known.sync, run: running(), losses: null, startableAt: null } };
  }),
  on(confirmOwnLosses, () => {
    throw new MockFailure('sync.not_asking');
  }),
  on(startOwnSync, (world) => {
    asked.set(world, Date.now());
    return {};
  }),
];
