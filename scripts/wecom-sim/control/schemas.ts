import { z } from 'zod';
import { PERMISSIONS } from './suite-schemas.ts';

/** A corp may be left out: the first one is meant. */
const corp = z.string().optional();
const pair = { corp, userid: z.string().min(1), external_userid: z.string().min(1) };

/** What a page sends into a chat for the member (path/94354); the text stands for it in lists. */
const sent = {
  text: z.string().min(1).max(4000),
  msgtype: z.enum(['text', 'image', 'video', 'file', 'news', 'miniprogram', 'payment']).optional(),
  body: z.record(z.string(), z.unknown()).optional(),
};

export const messageBody = z.object({ ...pair, from: z.enum(['member', 'customer']), ...sent });

export const groupMessageBody = z.object({ corp, chat_id: z.string(), sender: z.string(), ...sent });

export const addFriendBody = z.object({
  corp,
  userid: z.string().min(1),
  external_userid: z.string().optional(),
  name: z.string().min(1).optional(),
  type: z.union([z.literal(1), z.literal(2)]).optional(),
  gender: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  company: z.string().optional(),
  add_way: z.int().min(0).optional(),
  state: z.string().max(64).optional(),
  skip_verify: z.boolean().optional(),
  initiator: z.enum(['customer', 'member']).optional(),
});

export const pairBody = z.object({ ...pair, by_transfer: z.boolean().optional() });

export const remarkBody = z.object({
  ...pair,
  remark: z.string().optional(),
  description: z.string().optional(),
  remark_corp_name: z.string().optional(),
  remark_mobiles: z.array(z.string()).optional(),
});

export const tagsBody = z.object({
  ...pair,
  add_tag: z.array(z.string()).optional(),
  remove_tag: z.array(z.string()).optional(),
  personal_tags: z.array(z.string()).optional(),
});

export const adminTagsBody = z.discriminatedUnion('op', [
  z.object({
    ...{ op: z.literal('create'), corp, group_id: z.string().optional(), group_name: z.string().optional() },
    strategy_id: z.int().optional(),
    tag: z.array(z.object({ name: z.string().min(1).max(30), order: z.int().min(0).optional() })),
  }),
  z.object({
    op: z.literal('rename'),
    corp,
    id: z.string(),
    name: z.string().min(1).max(30).optional(),
    order: z.int().min(0).optional(),
  }),
  z.object({ op: z.literal('delete'), corp, id: z.string() }),
  z.object({ op: z.literal('shuffle'), corp, group_id: z.string().optional() }),
  z.object({
    ...{ op: z.literal('strategy'), corp, id: z.int().optional(), name: z.string().min(1).optional() },
    ...{ parent_id: z.int().optional(), users: z.array(z.string()).optional() },
    departments: z.array(z.int()).optional(),
  }),
]);

export const directoryBody = z.discriminatedUnion('op', [
  z.object({ op: z.literal('member-leaves'), corp, userid: z.string() }),
  z.object({ op: z.literal('member-moves'), corp, userid: z.string(), department: z.array(z.int()) }),
  z.object({
    op: z.literal('department-moves'),
    corp,
    id: z.int(),
    parentid: z.int().optional(),
    name: z.string().optional(),
  }),
  z.object({
    ...{ op: z.literal('member-joins'), corp, userid: z.string().min(1).max(64), name: z.string().min(1) },
    ...{ department: z.array(z.int()), position: z.string().optional(), has_feature: z.boolean().optional() },
  }),
  z.object({
    ...{ op: z.literal('member-edited'), corp, userid: z.string(), name: z.string().min(1).optional() },
    ...{ position: z.string().optional(), has_feature: z.boolean().optional() },
    status: z.union([z.literal(1), z.literal(2), z.literal(4)]).optional(),
  }),
  z.object({ op: z.literal('department-created'), corp, name: z.string().min(1), parentid: z.int() }),
  z.object({ op: z.literal('department-deleted'), corp, id: z.int() }),
  z.object({
    ...{
      op: z.literal('tag-changes'),
      corp,
      tagid: z.int(),
      name: z.string().optional(),
      add_users: z.array(z.string()).optional(),
    },
    ...{ del_users: z.array(z.string()).optional(), add_parties: z.array(z.int()).optional() },
    del_parties: z.array(z.int()).optional(),
  }),
]);

const target = { path: z.string().min(1), corp, times: z.int().min(1).optional() };

export const apiFault = z.discriminatedUnion('kind', [
  z.object({ ...target, kind: z.literal('errcode'), errcode: z.int(), errmsg: z.string().optional() }),
  z.object({ ...target, kind: z.literal('slow'), ms: z.int().min(0) }),
  z.object({ ...target, kind: z.literal('cut') }),
  z.object({ ...target, kind: z.literal('lost') }),
  z.object({ ...target, kind: z.literal('http'), status: z.int().min(400).max(599) }),
  z.object({ ...target, kind: z.literal('stale') }),
  z.object({ ...target, kind: z.literal('concurrency'), limit: z.int().min(1) }),
]);

export const faultsBody = z.object({
  clear: z.boolean().optional(),
  add: z.array(apiFault).optional(),
  remove: z.array(z.int()).optional(),
  latency_ms: z.int().min(0).optional(),
  push: z
    .object({
      dropNext: z.int().min(0),
      duplicateNext: z.int().min(0),
      reorderNext: z.int().min(0),
      delayMs: z.int().min(0),
      hold: z.boolean(),
    })
    .partial()
    .optional(),
  switches: z
    .object({
      echoApiWrites: z.boolean(),
      expiresInCountsDown: z.boolean(),
      batchEmptyIs84061: z.boolean(),
      batchBeginsEmpty: z.boolean(),
      fullContactEvents: z.boolean(),
      omitLastCursor: z.boolean(),
      tagCap: z.int().min(0),
      secretBanAfter: z.int().min(0),
      wrongIdBanAfter: z.int().min(0),
      conversionNeedsConsent: z.boolean(),
      callbackFormat: z.enum(['xml', 'plain-xml', 'shuffled-xml', 'json']),
      retryWrongAnswer: z.boolean(),
      dataReceiveIdIsSuite: z.boolean(),
      reinstallKeepsCode: z.boolean(),
      tokenCallsOmitErrcode: z.boolean(),
      customizedStartsOffline: z.boolean(),
      messageDailyCap: z.int().min(0),
      groupChatLagSeconds: z.number().min(0),
      callbackAddresses: z.string(),
    })
    .partial()
    .optional(),
});

export const appBody = z.object({
  corp,
  disabled: z.boolean().optional(),
  trusted_ips: z.array(z.string()).nullable().optional(),
  trusted_domains: z.array(z.string()).optional(),
  visible: z.object({ users: z.array(z.string()), departments: z.array(z.int()) }).optional(),
  permissions: z.array(z.enum(PERMISSIONS)).optional(),
  revoke_tokens: z.boolean().optional(),
  admins: z.array(z.string()).optional(),
  app_url: z.string().optional(),
});

export const clockBody = z.object({ advanceSeconds: z.number().min(0) });
export const callbackBody = z.object({ corp, url: z.string() });

export const verifyJssdkBody = z.object({
  corp,
  agentid: z.union([z.string(), z.number()]).optional(),
  /** The corpid as the page gives it, and who has the client. */
  corpid: z.string().optional(),
  userid: z.string().optional(),
  kind: z.enum(['corp', 'agent']),
  url: z.string(),
  timestamp: z.union([z.string(), z.number()]),
  nonceStr: z.string(),
  signature: z.string(),
});
