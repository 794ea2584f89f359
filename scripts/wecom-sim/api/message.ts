import { createHash, randomBytes } from 'node:crypto';
import { hasBase } from '../provider/licences.ts';
import { findMember } from '../world/corp.ts';
import { isVisible, visibleDepartments, visibleMembers } from '../world/scope.ts';
import { contactTag, membersOfTag } from './contact-tags.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, tooLong } from './errors.ts';
import { createQuota, DAY_OF_CHINA } from './limits.ts';
import { contentOf } from './message-body.ts';
import { optionalInt, optionalText } from './params.ts';

const PER_MINUTE = 30;
const PER_HOUR = 1000;

interface Recipients {
  userids: Set<string>;
  invalidUsers: string[];
  invalidParties: string[];
  invalidTags: string[];
}

const split = (call: Call, name: string, max: number): string[] => {
  const list = (optionalText(call.body, name) ?? '').split('|').filter((part) => part !== '');
  if (list.length > max) throw tooLong(name, max);
  return list;
};

const addUsers = ({ corp, app }: Call, found: Recipients, users: readonly string[]) => {
  for (const userid of users) {
    const member = findMember(corp, userid);
    if (member && isVisible(corp, app, member)) found.userids.add(member.userid);
    else found.invalidUsers.push(userid.toLowerCase());
  }
};

const addParties = ({ corp, app }: Call, found: Recipients, parties: readonly string[]) => {
  const visible = visibleDepartments(corp, app);
  found.invalidParties = parties.filter((party) => !visible.has(Number(party)));
  const valid = new Set(parties.map(Number).filter((id) => visible.has(id)));
  for (const member of visibleMembers(corp, app)) {
    if (member.department.some((id) => valid.has(id))) found.userids.add(member.userid);
  }
};

const addTags = (call: Call, found: Recipients, tags: readonly string[]) => {
  for (const id of tags) {
    const tag = contactTag(call, Number(id));
    if (!tag) {
      found.invalidTags.push(id);
      continue;
    }
    const parties = visibleMembers(call.corp, call.app).filter((member) =>
      member.department.some((department) => tag.parties.includes(department)),
    );
    for (const { userid } of [...membersOfTag(call, tag), ...parties]) found.userids.add(userid);
  }
};

/** Who gets the message: what is outside the visible range comes back as invalid. */
const recipientsOf = (call: Call): Recipients => {
  const { corp, app } = call;
  const found: Recipients = { userids: new Set(), invalidUsers: [], invalidParties: [], invalidTags: [] };
  const users = split(call, 'touser', 1000);
  if (users.includes('@all')) {
    found.userids = new Set(visibleMembers(corp, app).map((member) => member.userid));
    return found;
  }
  const parties = split(call, 'toparty', 100);
  const tags = split(call, 'totag', 100);
  if (users.length + parties.length + tags.length === 0) throw new ApiError(82001);
  addUsers(call, found, users);
  addParties(call, found, parties);
  addTags(call, found, tags);
  const invalid = found.invalidUsers.length + found.invalidParties.length + found.invalidTags.length;
  if (users.length + parties.length + tags.length === invalid) throw new ApiError(81013);
  return found;
};

/** Messages an app sent to a member lately; what is over the limit is dropped without a word. */
const createAllowance = () => {
  const sent = new Map<string, number[]>();
  return (key: string, now: number): boolean => {
    const times = (sent.get(key) ?? []).filter((at) => at > now - 3600);
    const isOver = times.length >= PER_HOUR || times.filter((at) => at > now - 60).length >= PER_MINUTE;
    sent.set(key, isOver ? times : [...times, now]);
    return !isOver;
  };
};

const createDuplicateCheck = () => {
  const seen = new Map<string, number>();
  return (call: Call): boolean => {
    if (optionalInt(call.body, 'enable_duplicate_check') !== 1) return false;
    const interval = Math.min(optionalInt(call.body, 'duplicate_check_interval') ?? 1800, 14_400);
    const digest = createHash('sha256')
      .update(`${call.app.secret} ${JSON.stringify(call.body)}`)
      .digest('hex');
    const now = call.clock.seconds();
    const isRepeated = (seen.get(digest) ?? Number.NEGATIVE_INFINITY) > now - interval;
    if (!isRepeated) seen.set(digest, now);
    return isRepeated;
  };
};

/** Who was not reached, each kind in a text of its own. */
const unreached = (to: Recipients, unlicensed: readonly string[]) => ({
  ...(to.invalidUsers.length > 0 && { invaliduser: to.invalidUsers.join('|') }),
  ...(to.invalidParties.length > 0 && { invalidparty: to.invalidParties.join('|') }),
  ...(to.invalidTags.length > 0 && { invalidtag: to.invalidTags.join('|') }),
  ...(unlicensed.length > 0 && { unlicenseduser: unlicensed.join('|') }),
});

const checkAgent = (call: Call) => {
  const agentId = optionalInt(call.body, 'agentid');
  if (agentId === undefined) throw new ApiError(40056);
  if (agentId === call.app.agentId) return;
  throw new ApiError(call.corp.apps.some((app) => app.agentId === agentId) ? 301002 : 40056);
};

/** App messages (developer.work.weixin.qq.com/document/path/90372). */
export const messageEndpoints = (): EndpointTable => {
  const isAllowed = createAllowance();
  const isRepeated = createDuplicateCheck();
  const today = createQuota(DAY_OF_CHINA);

  const countToday = ({ corp, app, clock, faults }: Call, to: Recipients) => {
    const cap = faults.switches.messageDailyCap;
    const isFine = today.take(`${corp.corpId} ${app.agentId}`, clock.seconds(), to.userids.size, cap);
    if (!isFine) throw new ApiError(45009);
  };

  const send = (call: Call) => {
    const { corp, app, clock, world } = call;
    checkAgent(call);
    const { content, isInteractive } = contentOf(
      call.body,
      app,
      (id) => corp.media.get(id, clock.seconds()) !== undefined,
    );
    const to = recipientsOf(call);
    countToday(call, to);
    const msgid = randomBytes(48).toString('base64url');
    const msgtype = optionalText(call.body, 'msgtype') ?? '';
    const isSilenced = isRepeated(call);
    const unlicensed = [...to.userids].filter((userid) => !hasBase(corp, app, userid, clock.seconds()));
    for (const userid of isSilenced ? [] : to.userids) {
      if (unlicensed.includes(userid)) continue;
      if (!isAllowed(`${corp.corpId} ${app.agentId} ${userid}`, clock.seconds())) continue;
      const at = clock.seconds();
      corp.chats.push({ msgid, agentId: app.agentId, userid, msgtype, body: content, at });
    }
    const sent = { msgid, agentId: app.agentId, at: clock.seconds(), userids: [...to.userids] };
    const kept = { ...sent, taskId: optionalText(content, 'task_id') ?? '' };
    corp.cards.keep(kept);
    world.touch(corp.corpId, 'messages');
    return {
      ...unreached(to, unlicensed),
      msgid,
      ...(isInteractive && { response_code: corp.cards.mintCode(kept, clock.seconds()) }),
    };
  };

  return {
    '/cgi-bin/message/send': { page: 90372, method: 'POST', permission: 'messages', handle: send },
  };
};
