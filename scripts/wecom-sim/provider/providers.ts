import type { Permission } from '../world/types.ts';
import type { Provider, Suite } from './types.ts';

const CUSTOMER_CARE: Permission[] = [
  ...(['contacts', 'messages', 'customers', 'tags', 'welcome', 'contact-ways', 'transfer'] as const),
  ...(['resigned', 'statistics', 'group-welcome', 'group-statistics', 'group-transfer'] as const),
  ...(['group-resigned', 'organization', 'payments'] as const),
];
const WITH_NAMES: Permission[] = [...CUSTOMER_CARE, 'user-names', 'department-names', 'positions'];

type Row = Pick<
  Suite,
  'suiteId' | 'kind' | 'name' | 'description' | 'secret' | 'token' | 'encodingAesKey'
> & {
  permissions: Permission[];
};

/** The demo providers. Their credentials are public: they open nothing but this simulator. */
const PROVIDERS: { provider: Omit<Provider, 'suites' | 'system'>; suites: Row[] }[] = [
  {
    provider: {
      ...{
        corpId: 'ww5f20c8e1b7a94d36',
        name: '关系软件',
        secret: 'demoProviderSecret0GuanXiRuanJian0000000001',
      },
      ...{ token: 'demoSystemToken2026', encodingAesKey: 'demoSystemKeyGuanXiRuanJian00000000000000A1' },
    },
    suites: [
      {
        ...{
          suiteId: 'ww4d6e2b9a70c1f853',
          kind: 'suite',
          name: '关系',
          description: '企业微信里的客户关系',
        },
        ...{ secret: 'demoSuiteSecret0GuanXi00000000000000000001', token: 'demoSuiteToken2026' },
        ...{ encodingAesKey: 'demoSuiteKeyGuanXi00000000000000000000000A1', permissions: CUSTOMER_CARE },
      },
      {
        ...{ suiteId: 'wwb85f03c7d92e6a14', kind: 'suite', name: '关系报表', description: '客户经营分析' },
        ...{ secret: 'demoSuiteSecret0BaoBiao000000000000000002', token: 'demoReportToken2026' },
        ...{ encodingAesKey: 'demoSuiteKeyBaoBiao0000000000000000000000A1', permissions: CUSTOMER_CARE },
      },
      {
        ...{ suiteId: 'dk3f9a1c60e7b2d845', kind: 'template', name: '关系（代开发）' },
        ...{ description: '按企业定制的客户关系', secret: 'demoTemplateSecret0DaiKaiFa0000000000001' },
        ...{ token: 'demoTemplateToken2026', permissions: WITH_NAMES },
        encodingAesKey: 'demoTemplateKeyDaiKaiFa00000000000000000A1X',
      },
      {
        ...{ suiteId: 'wwd1a7f4309be86c25', kind: 'login', name: '关系登录授权' },
        ...{ description: '在浏览器里登录', secret: 'demoLoginSecret0GuanXi000000000000000001' },
        ...{ token: 'demoLoginToken2026', permissions: [] },
        encodingAesKey: 'demoLoginKeyGuanXi00000000000000000000000A1',
      },
    ],
  },
  {
    provider: {
      ...{
        corpId: 'ww8e70d3a2c6b14f95',
        name: '云桥科技',
        secret: 'demoProviderSecret0YunQiao000000000000002',
      },
      ...{ token: 'demoYunQiaoToken2026', encodingAesKey: 'demoSystemKeyYunQiao0000000000000000000000A' },
    },
    suites: [
      {
        ...{
          suiteId: 'wwa61c94e8f03b7d25',
          kind: 'suite',
          name: '云桥助手',
          description: '另一家服务商的应用',
        },
        ...{ secret: 'demoSuiteSecret0YunQiao00000000000000001', token: 'demoYunQiaoSuite2026' },
        ...{ encodingAesKey: 'demoSuiteKeyYunQiao0000000000000000000000A1', permissions: CUSTOMER_CARE },
      },
    ],
  },
];

const nowhere = () => ({ url: '', verified: false });

/** Two providers: one with two suites and a template, and another one, so that nothing can be mixed up unseen. */
export const createProviders = (): Provider[] =>
  PROVIDERS.map(({ provider: fields, suites }) => {
    const provider: Provider = { ...fields, suites: [], system: nowhere() };
    provider.suites = suites.map((row) => ({
      ...row,
      ...{ provider, command: nowhere(), data: nowhere(), homeUrl: '', sidebarUrl: '', tickets: [] },
      ...{ trustedDomains: [], redirectDomains: [], memberInstalls: row.kind === 'suite', isOnline: true },
      permissions: [...row.permissions],
    }));
    return provider;
  });

/**
 * Where a provider's app lives: home, page beside chats, trusted domain and the domain it may be returned to after an
 * install. The address may hold `$SUITE_ID$`, `$CORPID$` and a query, which both pages keep.
 */
export const setSuiteApp = (suite: Suite, address: string): void => {
  const [path = '', query] = address.replaceAll('$SUITE_ID$', suite.suiteId).split('?');
  const base = path.replace(/\/+$/, '');
  const tail = query === undefined ? '' : `?${query}`;
  const { host } = new URL(base.replaceAll('$CORPID$', 'corp'));
  suite.homeUrl = `${base}/${tail}`;
  suite.sidebarUrl = `${base}/sidebar${tail}`;
  suite.trustedDomains = [host];
  suite.redirectDomains = [host];
};

/**
 * The callback URLs of a suite from one pattern: `$SUITE_ID$` and `$KIND$` (command, data) stand for their values; a
 * pattern without them is a base that `/SUITE_ID/command` and `/SUITE_ID/data` are added to.
 */
export const callbackUrlsOf = (suite: Suite, pattern: string): { command: string; data: string } => {
  const isPattern = /\$(SUITE_ID|KIND)\$/.test(pattern);
  const full = isPattern ? pattern : `${pattern.replace(/\/+$/, '')}/$SUITE_ID$/$KIND$`;
  const of = (kind: string) => full.replaceAll('$SUITE_ID$', suite.suiteId).replaceAll('$KIND$', kind);
  return { command: of('command'), data: of('data') };
};
