import { z } from 'zod';
import { list, maybeText, number, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** A member who administers the app; those from outside the corp are left out by the platform. */
export type AppAdmin = {
  userId: string;
  openUserId: string | null;
  /** Manages the app; otherwise only sends messages. */
  manages: boolean;
};

export const adminAnswer = z
  .object({ admin: list(z.object({ userid: text, open_userid: maybeText, auth_type: number })) })
  .transform((wire): AppAdmin[] =>
    wire.admin.map((admin) => ({
      userId: admin.userid,
      openUserId: admin.open_userid,
      manages: admin.auth_type === 1,
    })),
  );

/**
 * Who administers the app. Empty where members installed for themselves.
 * @see https://developer.work.weixin.qq.com/document/path/100073
 */
export async function listAppAdmins(call: CorpCall, options?: CallOptions): Promise<AppAdmin[]> {
  const api = 'agent/get_admin_list';
  return readAs(api, adminAnswer, await call({ api, method: 'POST', body: {} }, options));
}

/**
 * What a provider's app was granted, for example `externalcontact:contact:tag`.
 * @see https://developer.work.weixin.qq.com/document/path/99052
 */
export async function listPermissions(call: CorpCall, options?: CallOptions): Promise<string[]> {
  const api = 'agent/get_permissions';
  const answer = await call({ api, method: 'POST', body: {} }, options);
  return readAs(api, z.object({ app_permissions: list(text) }), answer).app_permissions;
}

export type MemberAuthPage = { openUserIds: string[]; nextCursor: string | null };

/**
 * Members who installed for themselves, page by page.
 * @see https://developer.work.weixin.qq.com/document/path/94496
 */
export async function listMemberAuth(
  call: CorpCall,
  page: { cursor?: string | null | undefined; limit?: number | undefined } = {},
  options?: CallOptions,
): Promise<MemberAuthPage> {
  const api = 'user/list_member_auth';
  const body = { cursor: page.cursor || undefined, limit: page.limit };
  const shape = z.object({
    member_auth_list: list(z.object({ open_userid: text })),
    next_cursor: maybeText,
  });
  const wire = readAs(api, shape, await call({ api, method: 'POST', body }, options));
  return {
    openUserIds: wire.member_auth_list.map((member) => member.open_userid),
    nextCursor: wire.next_cursor,
  };
}
