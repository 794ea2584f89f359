import { isFollower, visibleMembers } from '../world/scope.ts';
import type { GroupChat } from '../world/types.ts';
import { followerInRange } from './customers.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalInt, textList } from './params.ts';

const DAY = 86_400;
const SHANGHAI = 8 * 3600;
const MAX_SPAN = 30;
const KEPT_DAYS = 180;
const MAX_NAMES = 100;

/** 00:00 in China of the day of a moment. */
const dayOf = (seconds: number): number => Math.floor((seconds + SHANGHAI) / DAY) * DAY - SHANGHAI;

const spanOf = (call: Call, from: string, to: string): number[] => {
  const start = optionalInt(call.body, from);
  if (start === undefined) throw invalidParam(from);
  const first = dayOf(start);
  const last = dayOf(optionalInt(call.body, to) ?? start);
  const today = dayOf(call.clock.seconds());
  if (last < first || (last - first) / DAY >= MAX_SPAN) throw invalidParam(to);
  if (first < today - KEPT_DAYS * DAY) throw invalidParam(from);
  const days = Array.from({ length: (last - first) / DAY + 1 }, (_, index) => first + index * DAY);
  return days.filter((day) => day < today);
};

const minutes = (seconds: number) => Math.round(seconds / 60);

/** What one member did on one day, from the chats and relations of the world. */
const ofMember = (call: Call, userid: string, day: number) => {
  const within = (at: number) => at >= day && at < day + DAY;
  const sum = { contacts: 0, applied: 0, chats: 0, messages: 0, asked: 0, replied: 0, waited: 0 };
  for (const relation of call.corp.relations.ofMember(userid)) {
    if (within(relation.createtime)) {
      sum.contacts += 1;
      if (relation.operUserid === userid) sum.applied += 1;
    }
    const lines = call.corp.chats.messages(userid, relation.externalUserId).filter(({ at }) => within(at));
    const own = lines.filter(({ from }) => from === 'member');
    const first = lines.find(({ from }) => from === 'customer');
    if (lines.length > 0) sum.chats += 1;
    sum.messages += own.length;
    if (!first) continue;
    sum.asked += 1;
    const reply = own.find(({ id }) => id > first.id);
    if (!reply) continue;
    sum.replied += 1;
    sum.waited += reply.at - first.at;
  }
  return sum;
};

const behavior = (call: Call) => {
  const users = textList(call.body, 'userid');
  const parties: unknown = call.body.partyid ?? [];
  if (!Array.isArray(parties)) throw invalidParam('partyid');
  if (users.length + parties.length === 0) throw invalidParam('userid');
  if (users.length > MAX_NAMES || parties.length > MAX_NAMES) throw tooLong('userid', MAX_NAMES);
  const named = users.map((userid) => followerInRange(call, userid).userid);
  const ofParties = visibleMembers(call.corp, call.app)
    .filter((member) => member.hasFeature && member.department.some((id) => parties.map(Number).includes(id)))
    .map((member) => member.userid);
  const userids = [...new Set([...named, ...ofParties])];
  const rows = spanOf(call, 'start_time', 'end_time').map((day) => {
    const sums = userids.map((userid) => ofMember(call, userid, day));
    const total = (name: keyof (typeof sums)[number]) => sums.reduce((sum, row) => sum + row[name], 0);
    const [asked, replied] = [total('asked'), total('replied')];
    return {
      ...{ stat_time: day, new_apply_cnt: total('applied'), new_contact_cnt: total('contacts') },
      ...{ chat_cnt: total('chats'), message_cnt: total('messages'), negative_feedback_cnt: 0 },
      ...(asked > 0 && { reply_percentage: Math.round((replied / asked) * 10_000) / 100 }),
      ...(replied > 0 && { avg_reply_time: minutes(total('waited') / replied) }),
    };
  });
  return { behavior_data: rows };
};

const groupsOf = (call: Call): GroupChat[] => {
  const owners = textList(fieldsOf(call.body.owner_filter), 'userid_list').map((id) => id.toLowerCase());
  if (owners.length > MAX_NAMES) throw tooLong('owner_filter.userid_list', MAX_NAMES);
  if (owners.length === 0 && visibleMembers(call.corp, call.app).length > 1000) throw new ApiError(81017);
  return [...call.corp.groups.values()].filter(
    (group) =>
      isFollower(call.corp, call.app, group.owner) &&
      (owners.length === 0 || owners.includes(group.owner.toLowerCase())),
  );
};

/** Totals are those at the end of the last day, new ones fall into the days. */
const countGroups = (groups: readonly GroupChat[], first: number, last: number) => {
  const end = last + DAY;
  const there = groups.filter((group) => group.createTime < end && !group.dismissed);
  const members = there.flatMap((group) => group.members.filter((member) => member.joinTime < end));
  return {
    new_chat_cnt: there.filter((group) => group.createTime >= first).length,
    chat_total: there.length,
    chat_has_msg: 0,
    new_member_cnt: members.filter((member) => member.joinTime >= first).length,
    member_total: members.length,
    ...{ member_has_msg: 0, msg_total: 0, migrate_trainee_chat_cnt: 0 },
  };
};

const ORDERS = ['new_chat_cnt', 'chat_total', 'new_member_cnt', 'member_total'] as const;

const byOwner = (call: Call) => {
  const days = spanOf(call, 'day_begin_time', 'day_end_time');
  const groups = groupsOf(call);
  const first = days[0] ?? 0;
  const last = days.at(-1) ?? 0;
  const order = ORDERS[(optionalInt(call.body, 'order_by') ?? 1) - 1];
  if (!order) throw invalidParam('order_by');
  const sign = optionalInt(call.body, 'order_asc') === 1 ? 1 : -1;
  const owners = [...new Set(groups.map((group) => group.owner))];
  const items = owners
    .map((owner) => ({
      owner,
      data: countGroups(
        groups.filter((group) => group.owner === owner),
        first,
        last,
      ),
    }))
    .sort((a, b) => sign * (a.data[order] - b.data[order]));
  const offset = optionalInt(call.body, 'offset') ?? 0;
  const end = Math.min(offset + Math.min(optionalInt(call.body, 'limit') ?? 500, 1000), items.length);
  return { total: items.length, next_offset: end, items: items.slice(offset, end) };
};

const byDay = (call: Call) => {
  const groups = groupsOf(call);
  const days = spanOf(call, 'day_begin_time', 'day_end_time');
  return { items: days.map((day) => ({ stat_time: day, data: countGroups(groups, day, day) })) };
};

/** Statistics of customers and groups; yesterday is the newest day (path/92132, 92133). */
export const statisticEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/get_user_behavior_data': {
    ...{
      page: 92132,
      method: 'POST',
      permission: 'statistics',
      empty: { behavior_data: [] },
      handle: behavior,
    },
  },
  '/cgi-bin/externalcontact/groupchat/statistic': {
    ...{ page: 92133, method: 'POST', permission: 'group-statistics', empty: { items: [] }, handle: byOwner },
  },
  '/cgi-bin/externalcontact/groupchat/statistic_group_by_day': {
    ...{ page: 92133, method: 'POST', permission: 'group-statistics', empty: { items: [] }, handle: byDay },
  },
};
