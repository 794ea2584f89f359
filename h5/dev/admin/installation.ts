import {
  getInstallation,
  type Installation,
  PermissionName,
  runSetupChecks,
  type SetupCheck,
  SetupCheckName,
} from '@guanxi/shared/installation';
import { getPlatformState } from '@guanxi/shared/platform';
import { DAY, HOUR, MINUTE } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const longName = '上海浦东新区某某精密机械制造有限公司驻华南办事处-欧阳娜娜(新)';

const person = (memberId: number, name: string) => ({ memberId, userId: `wo${memberId}`, name });

const fine = (): Installation => ({
  mode: 'suite',
  corpName: '锐行数控',
  wecomCorpId: 'wpAbCdEfGhIjKlMnOpQrStUvWxYz0123456789',
  agentId: 1000004,
  installedAt: inMs(-40 * DAY),
  authMode: 'admin',
  idSubjects: { members: 'corp', customers: 'provider' },
  readsStrategyTags: false,
  edition: { name: '专业版', state: 'paid', until: inMs(200 * DAY), seats: 50 },
  readAt: inMs(-3 * HOUR),
  range: {
    departments: [
      { departmentId: 2, name: '华东一部' },
      { departmentId: 9, name: '' },
    ],
    members: [person(4, '周启明')],
    tags: 1,
    membersInRange: 128,
    membersOutOfRange: 0,
    followMembers: 96,
  },
  permissions: PermissionName.options.slice(0, 8).map((name) => ({ name, isGranted: true })),
  admins: [person(4, '周启明'), { memberId: null, userId: 'woOutside', name: 'woOutside' }],
  licences: {
    need: 'needed',
    trialUntil: inMs(-10 * DAY),
    readAt: inMs(-3 * HOUR),
    counts: { not_needed: 0, trial: 0, active: 96, base: 0, expired: 0, none: 0, unknown: 0 },
    lacking: [],
    expiring: [],
  },
  states: [],
  addresses: {
    callbacks: Array.from({ length: 12 }, (_, index) => `101.226.${100 + index}.*`),
    api: ['182.254.11.176', '182.254.78.66'],
  },
});

const worlds: Record<string, () => Installation> = {
  'admin-installation-troubled': () => ({
    ...fine(),
    range: { ...fine().range, membersOutOfRange: 14 },
    permissions: (fine().permissions ?? []).map(({ name }, index) => ({ name, isGranted: index % 3 !== 2 })),
    licences: {
      ...fine().licences,
      counts: { ...fine().licences.counts, active: 80, base: 2, expired: 3, none: 21 },
      lacking: Array.from({ length: 26 }, (_, index) => ({
        ...person(20 + index, index === 1 ? longName : `销售${index + 1}`),
        state: index < 21 ? ('none' as const) : index < 24 ? ('expired' as const) : ('base' as const),
        expiresAt: index < 21 || index >= 24 ? null : inMs(-index * DAY),
      })),
      expiring: [9, 16].map((days) => ({
        ...person(60 + days, `到期${days}`),
        state: 'active' as const,
        expiresAt: inMs(days * DAY),
      })),
    },
    states: [
      { kind: 'low_activity', subject: '', since: inMs(-2 * DAY), until: null, weight: 'stops' },
      {
        kind: 'data_expired',
        subject: 'customer_acquisition',
        since: inMs(-DAY),
        until: null,
        weight: 'stops',
      },
      {
        kind: 'data_expiring',
        subject: 'data_zone_chat',
        since: inMs(-HOUR),
        until: inMs(7 * DAY),
        weight: 'warns',
      },
      { kind: 'departments_allowed', subject: '', since: inMs(-30 * DAY), until: null, weight: 'tells' },
    ],
  }),
  'admin-installation-own': () => ({
    ...fine(),
    mode: 'self-built',
    permissions: null,
    licences: { ...fine().licences, need: 'not_needed', trialUntil: null, readAt: null },
  }),
};

const passing = (name: SetupCheckName): SetupCheck => ({
  ...{ name, outcome: 'pass', problem: null, errcode: null, amount: 96, at: inMs(-HOUR), names: [] },
});

const wrong: Partial<Record<SetupCheckName, Partial<SetupCheck>>> = {
  licences: { outcome: 'fail', problem: 'licences_missing', amount: 26 },
  secret: { outcome: 'fail', problem: 'address_refused', errcode: 60020, names: ['203.0.113.9'] },
  signatures: { outcome: 'fail', problem: 'signature_refused', errcode: 45009 },
  permissions: {
    outcome: 'warn',
    problem: 'permissions_missing',
    names: ['externalcontact:contact:tag', 'externalcontact:contact:resigned'],
  },
  callbacks: { outcome: 'warn', problem: 'long_silent', at: inMs(-9 * DAY) },
};

/** The installation in each state of its page. */
export const installationAnswers = [
  on(getInstallation, (world) => {
    if (world.state === 'admin-installation-error') throw new MockFailure('server.unavailable');
    return (worlds[world.state] ?? fine)();
  }),
  on(getPlatformState, (world) => ({
    ended: null,
    pauses:
      world.state === 'admin-installation-troubled'
        ? [
            {
              ...{ errcode: 45009, cause: 'too_frequent' as const, work: 'customers' as const },
              ...{
                api: 'externalcontact/get',
                holdsUpAll: false,
                since: inMs(-MINUTE),
                until: inMs(4 * MINUTE),
              },
            },
          ]
        : [],
    calls: [
      {
        work: 'customers' as const,
        api: 'externalcontact/get',
        outcome: 'ok' as const,
        count: 1240,
        averageMs: 41,
      },
      {
        work: 'customers' as const,
        api: 'externalcontact/get',
        outcome: 'limited' as const,
        count: 3,
        averageMs: 20,
      },
    ],
  })),
  on(runSetupChecks, (world) => {
    if (world.state === 'admin-installation-own') throw new MockFailure('wecom.unavailable');
    const found = world.state === 'admin-installation-troubled' ? wrong : {};
    return {
      checkedAt: inMs(0),
      checks: SetupCheckName.options.map((name) => ({ ...passing(name), ...found[name] })),
    };
  }),
];
