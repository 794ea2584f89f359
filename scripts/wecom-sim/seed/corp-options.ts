import { createRandom } from '../random.ts';
import type { App, Permission } from '../world/types.ts';
import type { CompanyName } from './company.ts';

/** What the starter of a simulator may fix about a corp; the rest follows from the corpid. */
export interface CorpOptions {
  corpId: string;
  name?: string;
  agentId?: number;
  secret?: string;
  token?: string;
  encodingAesKey?: string;
  /** A demo company, a company of nobody but its members, or so many customers. */
  seed?: 'demo' | 'empty' | number;
  /** Whose departments and members it has. */
  company?: CompanyName;
}

/** The demo company. Its credentials are public: they open nothing but this simulator. */
export const DEMO_CORP: Required<Omit<CorpOptions, 'seed' | 'company'>> = {
  corpId: 'ww7c1e04b95d2f8a36',
  name: '恒远机床',
  agentId: 1000002,
  secret: 'demoSecret0HengYuanJiChuang0GuanxiCrm0app01',
  token: 'demoTokenGuanxi2026',
  encodingAesKey: 'demoAesKeyHengYuanJiChuangGuanxiCrm000000A1',
};

const ALL: Permission[] = [
  ...([
    'contacts',
    'contact-sync',
    'messages',
    'customers',
    'tags',
    'welcome',
    'contact-ways',
    'transfer',
  ] as const),
  ...(['resigned', 'statistics', 'group-welcome', 'group-statistics', 'group-transfer'] as const),
  ...(['group-resigned', 'payments'] as const),
];

/** Other companies of the world that a provider's app may be installed in; two of them know a ZhangSan of their own. */
export const OTHER_CORPS: CorpOptions[] = [
  {
    ...{ corpId: 'ww2b9d64c0e8f71a53', name: '明川文化', seed: 24, company: 'culture' },
    ...{ secret: 'demoSecret0MingChuanWenHua0GuanxiCrm0app002', token: 'demoTokenMingChuan2026' },
    encodingAesKey: 'demoAesKeyMingChuanWenHuaGuanxiCrm00000000A',
  },
  {
    ...{ corpId: 'ww9e3a71f5c6480b2d', name: '启航教育', seed: 'empty', company: 'school' },
    ...{ secret: 'demoSecret0QiHangJiaoYu0GuanxiCrm0app00003', token: 'demoTokenQiHang2026' },
    encodingAesKey: 'demoAesKeyQiHangJiaoYuGuanxiCrm0000000000A1',
  },
];

const randomOf = (corpId: string, salt: number) =>
  createRandom([...corpId].reduce((sum, char) => sum * 31 + char.charCodeAt(0), salt));

/** The self-built app of a corp. It stands in for the contacts-sync assistant too: both push to one URL here. */
export const createApp = (options: CorpOptions, admins: string[]): App => {
  const random = randomOf(options.corpId, 11);
  return {
    agentId: options.agentId ?? DEMO_CORP.agentId,
    name: '关系',
    description: '企业微信里的客户关系',
    kind: 'self-built',
    secret: options.secret ?? random.text(43),
    token: options.token ?? random.text(20),
    encodingAesKey: options.encodingAesKey ?? random.text(43),
    callbackUrl: '',
    callbackVerified: false,
    visible: { users: [], departments: [1] },
    trustedDomains: [],
    homeUrl: '',
    sidebarUrl: '',
    permissions: new Set(ALL),
    admins,
    disabled: false,
    trustedIps: undefined,
  };
};

const CONTACT_AGENT = 2_000_003;

/** The system app 客户联系: it sees everybody in its range of use and may touch any tag. It has no page. */
export const createContactApp = (corpId: string): App => {
  const random = randomOf(corpId, 13);
  return {
    ...createApp({ corpId }, []),
    ...{ agentId: CONTACT_AGENT, name: '客户联系', description: '', kind: 'customer-contact' },
    ...{ secret: random.text(43), token: random.text(20), encodingAesKey: random.text(43) },
  };
};
