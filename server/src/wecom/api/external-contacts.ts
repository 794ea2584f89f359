import { z } from 'zod';
import { WecomUnavailable } from '../errors.ts';
import { list, maybeText, readAs, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import {
  type ExternalContact,
  externalContact,
  type FollowInfo,
  followDetail,
  followSummary,
} from './external-contact-shapes.ts';

/** The platform pages followers by 500; a walk longer than this is a broken cursor. */
const MAX_FOLLOWER_PAGES = 200;

/** A customer with everyone in this installation's range who follows him. */
export type ExternalContactDetail = { contact: ExternalContact; followers: FollowInfo[] };

export type BatchRequest = {
  /** 1 to 100 members. */
  userIds: readonly string[];
  /** The cursor of the page before, exactly as it came. */
  cursor?: string | null | undefined;
  /** 1 to 100; the platform's default is 50. */
  limit?: number | undefined;
};

/** One page; a page may be short or even empty while a cursor says that more follow. */
export type BatchPage = {
  entries: { contact: ExternalContact; follow: FollowInfo }[];
  /** Null on the last page. */
  nextCursor: string | null;
  /** Members whose customers are withheld for want of a licence. */
  unlicensedUserIds: string[];
};

/**
 * Members with the customer-contact feature inside the app's range.
 * @see https://developer.work.weixin.qq.com/document/path/92571
 */
export async function listFollowUsers(call: CorpCall, options?: CallOptions): Promise<string[]> {
  const api = 'externalcontact/get_follow_user_list';
  const answer = await call({ api, method: 'GET' }, options);
  return readAs(api, z.object({ follow_user: list(text) }), answer).follow_user;
}

const followersAnswer = z.object({ follow_user: list(followDetail), next_cursor: maybeText });
const detailAnswer = followersAnswer.extend({ external_contact: externalContact });

/**
 * A customer and all his followers; more than 500 followers are fetched page by page.
 * @throws {WecomError} 84061 or 40096 (`subjectGone`): nobody in range follows this id
 * @see https://developer.work.weixin.qq.com/document/path/92114
 */
export async function getExternalContact(
  call: CorpCall,
  externalUserId: string,
  options?: CallOptions,
): Promise<ExternalContactDetail> {
  const api = 'externalcontact/get';
  const fetchPage = (cursor?: string) =>
    call({ api, method: 'GET', query: { external_userid: externalUserId, cursor } }, options);
  const first = readAs(api, detailAnswer, await fetchPage());
  const followers = [...first.follow_user];
  let cursor = first.next_cursor;
  for (let pages = 1; cursor !== null; pages += 1) {
    // Half a list would look like followers lost.
    if (pages >= MAX_FOLLOWER_PAGES) throw endlessCursor(api);
    const page = readAs(api, followersAnswer, await fetchPage(cursor));
    followers.push(...page.follow_user);
    cursor = page.next_cursor;
  }
  return { contact: first.external_contact, followers };
}

function endlessCursor(api: string): WecomUnavailable {
  return new WecomUnavailable({ api, reason: 'unexpected_shape', note: 'the cursor does not end' });
}

const batchAnswer = z.object({
  external_contact_list: list(z.object({ external_contact: externalContact, follow_info: followSummary })),
  next_cursor: maybeText,
  fail_info: z.object({ unlicensed_userid_list: list(text) }).nullish(),
});

/**
 * One page of the customers of up to 100 members: one entry for each member and customer.
 * @see https://developer.work.weixin.qq.com/document/path/92994
 */
export async function batchGetByUser(
  call: CorpCall,
  request: BatchRequest,
  options?: CallOptions,
): Promise<BatchPage> {
  const api = 'externalcontact/batch/get_by_user';
  const body = { userid_list: request.userIds, cursor: request.cursor || undefined, limit: request.limit };
  const answer = readAs(api, batchAnswer, await call({ api, method: 'POST', body }, options));
  return {
    entries: answer.external_contact_list.map((entry) => ({
      contact: entry.external_contact,
      follow: entry.follow_info,
    })),
    nextCursor: answer.next_cursor,
    unlicensedUserIds: answer.fail_info?.unlicensed_userid_list ?? [],
  };
}
