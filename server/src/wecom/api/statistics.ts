import { z } from 'zod';
import { instant, list, number, readAs } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';
import { seconds } from './paging.ts';

/** Whole days in China time, both ends included; at most 30, within the last 180, today excluded. */
export type Period = { from: Date; until: Date };

/** One day of one member, or of all that were asked for together. */
export type BehaviorDay = {
  day: Date;
  /** Requests that the member sent. */
  appliedCount: number;
  newContactCount: number;
  /** Customers the member chatted with. */
  chatCount: number;
  /** Messages the member sent. */
  messageCount: number;
  /** Per cent; null on a day without chats. */
  replyPercentage: number | null;
  /** Minutes until the first reply; null on a day without chats. */
  averageReplyMinutes: number | null;
  /** Customers who deleted or blocked the member. */
  lostCount: number;
};

/** A number that is left out when there was nothing to measure. */
const measured = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : Number(value)));

const behaviorDay = z
  .object({
    stat_time: instant,
    new_apply_cnt: number,
    new_contact_cnt: number,
    chat_cnt: number,
    message_cnt: number,
    reply_percentage: measured,
    avg_reply_time: measured,
    negative_feedback_cnt: number,
  })
  .transform(
    (wire): BehaviorDay => ({
      day: wire.stat_time,
      appliedCount: wire.new_apply_cnt,
      newContactCount: wire.new_contact_cnt,
      chatCount: wire.chat_cnt,
      messageCount: wire.message_cnt,
      replyPercentage: wire.reply_percentage,
      averageReplyMinutes: wire.avg_reply_time,
      lostCount: wire.negative_feedback_cnt,
    }),
  );

/**
 * Day by day, added up over everybody who is asked for: ask one by one for figures of each.
 * @param request at most 100 members and 100 departments, not none of both
 * @see https://developer.work.weixin.qq.com/document/path/92132
 */
export async function getUserBehavior(
  call: CorpCall,
  request: Period & {
    userIds?: readonly string[] | undefined;
    departmentIds?: readonly number[] | undefined;
  },
  options?: CallOptions,
): Promise<BehaviorDay[]> {
  const api = 'externalcontact/get_user_behavior_data';
  const body = {
    userid: request.userIds,
    partyid: request.departmentIds,
    start_time: seconds(request.from),
    end_time: seconds(request.until),
  };
  const answer = await call({ api, method: 'POST', body }, options);
  return readAs(api, z.object({ behavior_data: list(behaviorDay) }), answer).behavior_data;
}

/** Totals and "had messages" count up to the day; the rest is of the days asked for. */
export type GroupChatFigures = {
  newChatCount: number;
  chatTotal: number;
  activeChatCount: number;
  newMemberCount: number;
  memberTotal: number;
  activeMemberCount: number;
  messageTotal: number;
};

const figures = z
  .object({
    new_chat_cnt: number,
    chat_total: number,
    chat_has_msg: number,
    new_member_cnt: number,
    member_total: number,
    member_has_msg: number,
    msg_total: number,
  })
  .transform(
    (wire): GroupChatFigures => ({
      newChatCount: wire.new_chat_cnt,
      chatTotal: wire.chat_total,
      activeChatCount: wire.chat_has_msg,
      newMemberCount: wire.new_member_cnt,
      memberTotal: wire.member_total,
      activeMemberCount: wire.member_has_msg,
      messageTotal: wire.msg_total,
    }),
  );

const byDay = z.object({ items: list(z.object({ stat_time: instant, data: figures })) });

/**
 * Figures of customer chats, day by day.
 * @see https://developer.work.weixin.qq.com/document/path/92133
 */
export async function getGroupChatStatisticsByDay(
  call: CorpCall,
  request: Period & { ownerUserIds?: readonly string[] | undefined },
  options?: CallOptions,
): Promise<{ day: Date; figures: GroupChatFigures }[]> {
  const api = 'externalcontact/groupchat/statistic_group_by_day';
  const answer = await call({ api, method: 'POST', body: periodBody(request) }, options);
  return readAs(api, byDay, answer).items.map((item) => ({ day: item.stat_time, figures: item.data }));
}

function periodBody(request: Period & { ownerUserIds?: readonly string[] | undefined }) {
  const owners = request.ownerUserIds;
  return {
    day_begin_time: seconds(request.from),
    day_end_time: seconds(request.until),
    owner_filter: owners?.length ? { userid_list: owners } : undefined,
  };
}
