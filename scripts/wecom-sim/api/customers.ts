import { hasInterop } from '../provider/licences.ts';
import { findMember } from '../world/corp.ts';
import { visibleMembers } from '../world/scope.ts';
import type { Relation } from '../world/types.ts';
import { licensedFollowers, presentContact, presentFollower, visibleFollowers } from './contact-shape.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { memberInRange } from './members.ts';
import { externalUserIdOf } from './params.ts';

const FOLLOWERS_A_PAGE = 500;

/** A member whose customers an app may read: 84074 without 客户联系. */
export const followerInRange = (call: Call, userid: string) => {
  const member = memberInRange(call, userid);
  if (!member.hasFeature) throw new ApiError(84074);
  return member;
};

/** The relation of a pair, or 84061; 40096 when the contact does not exist at all. */
export const relationInRange = (call: Call, userid: string, externalUserId: string): Relation => {
  const member = followerInRange(call, userid);
  if (!call.corp.relations.contact(externalUserId)) throw new ApiError(40096);
  const relation = call.corp.relations.get(member.userid, externalUserId);
  if (!relation || relation.half) throw new ApiError(84061);
  return relation;
};

const list = (call: Call) => {
  const userid = call.query.get('userid');
  if (!userid) throw new ApiError(40003);
  const member = followerInRange(call, userid);
  if (!hasInterop(call.corp, call.app, member.userid, call.clock.seconds())) throw new ApiError(701008);
  const ids: string[] = [];
  for (const relation of call.corp.relations.ofMember(member.userid)) {
    if (!relation.half) ids.push(relation.externalUserId);
  }
  // The platform answers an error, not an empty list, for a member without customers.
  if (ids.length === 0) throw new ApiError(84061);
  return { external_userid: ids };
};

const get = (call: Call) => {
  const externalUserId = externalUserIdOf(Object.fromEntries(call.query));
  const contact = call.corp.relations.contact(externalUserId);
  if (!contact) throw new ApiError(40096);
  const visible = visibleFollowers(call.corp, call.app, externalUserId);
  if (visible.length === 0) throw new ApiError(84061);
  const followers = licensedFollowers(call.corp, call.app, visible, call.clock.seconds());
  if (followers.length === 0) throw new ApiError(701008);
  const walk = `get ${call.corp.corpId} ${call.app.agentId} ${externalUserId}`;
  const cursor = call.query.get('cursor');
  const start = cursor ? (readCursor(walk, cursor)[0] ?? 0) : 0;
  const end = start + FOLLOWERS_A_PAGE;
  return {
    external_contact: presentContact(call.app, contact),
    follow_user: followers
      .slice(start, end)
      .map((relation) => presentFollower(call.corp, call.app, relation)),
    ...(end < followers.length && { next_cursor: makeCursor(walk, [end]) }),
  };
};

/** Customers 客户 (developer.work.weixin.qq.com/document/path/92571, 92113, 92114). */
export const customerEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/get_follow_user_list': {
    ...{ page: 92571, method: 'GET', permission: 'customers', empty: { follow_user: [] } },
    handle: ({ corp, app }) => ({
      follow_user: visibleMembers(corp, app)
        .filter((member) => findMember(corp, member.userid)?.hasFeature)
        .map((member) => member.userid),
    }),
  },
  '/cgi-bin/externalcontact/list': {
    ...{ page: 92113, method: 'GET', permission: 'customers', empty: { external_userid: [] } },
    handle: list,
  },
  '/cgi-bin/externalcontact/get': {
    ...{ page: 92114, method: 'GET', permission: 'customers', empty: { follow_user: [] } },
    handle: get,
  },
};
