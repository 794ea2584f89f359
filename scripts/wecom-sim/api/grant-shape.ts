import { viewOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { App, Permission } from '../world/types.ts';

const YEAR = 31_536_000;
const DAY = 86_400;

/** Our permissions by the platform's names (developer.work.weixin.qq.com/document/path/99052). */
const NAMES: Record<Permission, readonly string[]> = {
  contacts: ['contact:base:base'],
  'contact-sync': ['contact:edit:all'],
  organization: ['corp_arch:base:base', 'corp_arch:member:direct_leader'],
  'user-names': ['contact:sensitive:user_name'],
  'department-names': ['contact:sensitive:department_name'],
  positions: ['contact:sensitive:position'],
  messages: [],
  customers: ['externalcontact:base:base'],
  tags: ['externalcontact:contact:tag'],
  welcome: ['externalcontact:contact:welcome_msg'],
  'contact-ways': ['externalcontact:contact:qrcode'],
  transfer: ['externalcontact:contact:transfer'],
  resigned: ['externalcontact:contact:resigned'],
  statistics: ['externalcontact:contact:stat'],
  'group-welcome': ['externalcontact:groupchat:welcome_msg'],
  'group-statistics': ['externalcontact:groupchat:stat'],
  'group-transfer': ['externalcontact:groupchat:transfer'],
  'group-resigned': ['externalcontact:groupchat:resigned'],
  payments: ['externalpay:base:base'],
};

export const permissionNames = (app: App): string[] =>
  [...app.permissions].flatMap((permission) => NAMES[permission]);

/** `auth_corp_info` in full; a corp installed by a member tells less of itself (path/94496). */
export const presentCorp = (corp: Corp, app: App, now: number) => ({
  corpid: viewOf(corp, app).corp,
  corp_name: corp.name,
  corp_type: 'verified',
  corp_square_logo_url: '',
  corp_user_max: 500,
  corp_full_name: corp.name,
  verified_end_time: now - (now % DAY) + YEAR,
  subject_type: 1,
  corp_scale: app.grant?.authMode === 1 ? '' : '51-100人',
  corp_industry: app.grant?.authMode === 1 ? '' : '机械制造',
  corp_sub_industry: app.grant?.authMode === 1 ? '' : '机床',
});

/** The one element of `auth_info.agent` (path/100779). */
export const presentAgent = (corp: Corp, app: App) => ({
  agentid: app.agentId,
  name: app.name,
  square_logo_url: '',
  round_logo_url: '',
  appid: 1,
  auth_mode: app.grant?.authMode ?? 0,
  is_customized_app: app.kind === 'customized',
  privilege: {
    level: app.kind === 'customized' ? 0 : 1,
    allow_party: app.visible.departments,
    allow_user: app.visible.users.map(viewOf(corp, app).show),
    ...{ allow_tag: [], extra_party: [], extra_user: [], extra_tag: [] },
  },
});

/** Who agreed to the install; the name is the userid for third-party apps. */
export const presentAuthorizer = (corp: Corp, app: App) => {
  const userid = app.grant?.authorizer ?? '';
  if (userid === '') return undefined;
  const shown = viewOf(corp, app).show(userid);
  return { userid: shown, open_userid: shown, name: shown, avatar: '' };
};
