import { z } from 'zod';

const corp = z.string().optional();
const suiteId = z.string();
const range = { users: z.array(z.string()).optional(), departments: z.array(z.int()).optional() };

export const PERMISSIONS = [
  ...(['contacts', 'contact-sync', 'organization', 'user-names', 'department-names', 'positions'] as const),
  ...(['messages', 'customers', 'tags', 'welcome', 'contact-ways', 'transfer', 'resigned'] as const),
  ...(['statistics', 'group-welcome', 'group-statistics', 'group-transfer', 'group-resigned'] as const),
  'payments',
] as const;

export const suiteConfigBody = z.object({
  suite_id: suiteId,
  command_url: z.string().optional(),
  data_url: z.string().optional(),
  app_url: z.string().optional(),
  home_url: z.string().optional(),
  sidebar_url: z.string().optional(),
  trusted_domains: z.array(z.string()).optional(),
  redirect_domains: z.array(z.string()).optional(),
  member_installs: z.boolean().optional(),
  online: z.boolean().optional(),
  /** Save the URLs without asking them; they are verified before their first push. */
  skip_verify: z.boolean().optional(),
  permissions: z.array(z.enum(PERMISSIONS)).optional(),
});

export const systemUrlBody = z.object({ provider: z.string().optional(), url: z.string() });

export const installBody = z.object({
  suite_id: suiteId,
  corp,
  ...range,
  /** 成员授权: this member installs it for himself. */
  member: z.string().optional(),
  permissions: z.array(z.enum(PERMISSIONS)).optional(),
  state: z.string().max(128).optional(),
  announce: z.enum(['event', 'redirect', 'both']).optional(),
  plain_ids: z.boolean().optional(),
});

const target = { suite_id: suiteId, corp };

export const grantBody = z.discriminatedUnion('op', [
  z.object({ op: z.literal('range'), ...target, ...range }),
  z.object({ op: z.literal('permissions'), ...target, permissions: z.array(z.enum(PERMISSIONS)) }),
  z.object({ op: z.literal('auth-mode'), ...target, mode: z.union([z.literal(0), z.literal(1)]) }),
  z.object({ op: z.literal('disable'), ...target, disabled: z.boolean() }),
  z.object({ op: z.literal('cancel'), ...target }),
  z.object({ op: z.literal('reset-code'), ...target }),
  z.object({ op: z.literal('publish'), ...target, status: z.int().min(0).max(3) }),
  z.object({ op: z.literal('admins'), ...target, admins: z.array(z.string()) }),
  z.object({ op: z.literal('agree-migration'), ...target }),
  z.object({ op: z.literal('revoke-tokens'), ...target }),
]);

export const ticketBody = z.object({ suite_id: suiteId.optional() });
export const revokeBody = z.object({ suite_id: suiteId.optional(), provider: z.string().optional() });

export const licenceBody = z.object({
  ...target,
  check: z.enum(['trial', 'on', 'off']).optional(),
  /** Bought accounts that activate themselves when a member without one opens the app. */
  spare: z.int().min(0).optional(),
  /** Licences of members; null takes one away. */
  members: z.record(z.string(), z.union([z.enum(['base', 'interop']), z.null()])).optional(),
});

export const editionBody = z.object({
  ...target,
  /** What `edition_info` says of the app; null for one that is not sold in editions. */
  edition: z
    .object({
      edition_id: z.string(),
      edition_name: z.string(),
      app_status: z.int().min(0).max(7),
      user_limit: z.int().min(0),
      expired_time: z.int().min(0),
    })
    .nullable(),
});

const days = z.int().min(1).max(1825).default(365);

export const buyEditionBody = z.object({
  ...target,
  edition_name: z.string().min(1),
  seats: z.int().min(1),
  days,
});

export const refundEditionBody = z.object({ ...target, order_id: z.string().optional() });

export const buyLicencesBody = z.object({
  ...target,
  kind: z.enum(['base', 'interop']),
  members: z.array(z.string()).min(1),
  days,
});

export const activityBody = z.object({
  ...target,
  activity: z.enum(['warned', 'closed', 'reopened', 'low-warned', 'low', 'restored']),
});

export const dataPermissionBody = z.object({
  ...target,
  /** AuthType of the platform, for example data_zone_chat or customer_acquisition. */
  auth_type: z.string().min(1).max(64),
  granted: z.boolean(),
});

const nodeValue = z.union([z.string(), z.number()]);

export const eventBody = z.object({
  /** The InfoType of an event for the command or system URL. */
  suite_id: suiteId.optional(),
  provider: z.string().optional(),
  corp,
  info_type: z.string().optional(),
  /** The Event of one for the app's own URL, with the member it comes from. */
  event: z.string().optional(),
  agentid: z.int().optional(),
  from: z.string().optional(),
  nodes: z.record(z.string(), nodeValue).optional(),
});

export const loginCodeBody = z.object({ corp, provider: z.string().optional(), userid: z.string() });
