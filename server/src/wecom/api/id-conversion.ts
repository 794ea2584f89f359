import { z } from 'zod';
import { list, number, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** Old ids with their new ones; those the platform would not convert are named apart. */
export type Conversion = { converted: Map<string, string>; invalid: string[] };

/**
 * Members' ids to those of the provider. At most 1000, all in range: many wrong ones block the call for a day.
 * @see https://developer.work.weixin.qq.com/document/path/97062
 */
export async function toOpenUserIds(
  call: CorpCall,
  userIds: readonly string[],
  options?: CallOptions,
): Promise<Conversion> {
  const api = 'batch/userid_to_openuserid';
  const shape = z.object({
    open_userid_list: list(z.object({ userid: text, open_userid: text })),
    invalid_userid_list: list(text),
  });
  const answer = await call({ api, method: 'POST', body: { userid_list: userIds } }, options);
  const wire = readAs(api, shape, answer);
  return {
    converted: new Map(wire.open_userid_list.map((one) => [one.userid, one.open_userid])),
    invalid: wire.invalid_userid_list,
  };
}

/**
 * The provider's ids of members to those of the corp; for self-built apps.
 * @param request at most 1000 ids, and the provider's app they come from
 * @see https://developer.work.weixin.qq.com/document/path/95884
 */
export async function fromOpenUserIds(
  call: CorpCall,
  request: { openUserIds: readonly string[]; sourceAgentId: string },
  options?: CallOptions,
): Promise<Conversion> {
  const api = 'batch/openuserid_to_userid';
  const shape = z.object({
    userid_list: list(z.object({ open_userid: text, userid: text })),
    invalid_open_userid_list: list(text),
  });
  const body = { open_userid_list: request.openUserIds, source_agentid: Number(request.sourceAgentId) };
  const wire = readAs(api, shape, await call({ api, method: 'POST', body }, options));
  return {
    converted: new Map(wire.userid_list.map((one) => [one.open_userid, one.userid])),
    invalid: wire.invalid_open_userid_list,
  };
}

const newIds = z.object({ items: list(z.object({ external_userid: text, new_external_userid: text })) });

/**
 * Customers' ids to those of the provider; an id that is new already comes back as it is. At most 1000, better 200.
 * @param request chatId: for members of that chat who are nobody's customer
 * @see https://developer.work.weixin.qq.com/document/path/97063
 */
export async function toNewExternalUserIds(
  call: CorpCall,
  request: { externalUserIds: readonly string[]; chatId?: string | undefined },
  options?: CallOptions,
): Promise<Map<string, string>> {
  const group = request.chatId === undefined ? '' : 'groupchat/';
  const api = `externalcontact/${group}get_new_external_userid`;
  const body = { chat_id: request.chatId, external_userid_list: request.externalUserIds };
  const wire = readAs(api, newIds, await call({ api, method: 'POST', body }, options));
  return new Map(wire.items.map((one) => [one.external_userid, one.new_external_userid]));
}

/**
 * Ids of tags and tag groups to those of the provider; at most 1000.
 * @see https://developer.work.weixin.qq.com/document/path/97064
 */
export async function toOpenTagIds(
  call: CorpCall,
  tagIds: readonly string[],
  options?: CallOptions,
): Promise<Conversion> {
  const api = 'idconvert/external_tagid';
  const shape = z.object({
    items: list(z.object({ external_tagid: text, open_external_tagid: text })),
    invalid_external_tagid_list: list(text),
  });
  const body = { external_tagid_list: tagIds };
  const wire = readAs(api, shape, await call({ api, method: 'POST', body }, options));
  return {
    converted: new Map(wire.items.map((one) => [one.external_tagid, one.open_external_tagid])),
    invalid: wire.invalid_external_tagid_list,
  };
}

const oneExternalUserId = z.object({ external_userid: text });

/**
 * A customer's id of a provider to that of the corp; for self-built apps.
 * @see https://developer.work.weixin.qq.com/document/path/95884
 */
export async function fromServiceExternalUserId(
  call: CorpCall,
  request: { externalUserId: string; sourceAgentId: string },
  options?: CallOptions,
): Promise<string> {
  const api = 'externalcontact/from_service_external_userid';
  const body = { external_userid: request.externalUserId, source_agentid: Number(request.sourceAgentId) };
  return readAs(api, oneExternalUserId, await call({ api, method: 'POST', body }, options)).external_userid;
}

/** Which ids of this installation are the provider's by now. */
export type IdMigration = { members: boolean; customers: boolean };

/**
 * How far the upgrade of ids has come; for apps of providers.
 * @see https://developer.work.weixin.qq.com/document/path/96518
 */
export async function getIdMigration(call: CorpCall, options?: CallOptions): Promise<IdMigration> {
  const api = 'corp/get_openid_migration';
  const shape = z.object({ migration_info: list(z.object({ openid_type: number, status: number })) });
  const infos = readAs(api, shape, await call({ api, method: 'GET' }, options)).migration_info;
  const done = (kind: number) => infos.some((info) => info.openid_type === kind && info.status === 1);
  return { members: done(1), customers: done(3) };
}
