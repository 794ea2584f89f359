import { sightOf } from '../provider/view.ts';
import { type Corp, findMember } from '../world/corp.ts';
import { isVisible, visibleDepartments, visibleMembers } from '../world/scope.ts';
import type { Member } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam } from './errors.ts';
import { optionalInt, optionalText, queryInt } from './params.ts';

/** A member an app may see: 60111 for unknown ones, 60011 for those outside its visible range. */
export const memberInRange = ({ corp, app }: Pick<Call, 'corp' | 'app'>, userid: string): Member => {
  const member = findMember(corp, userid);
  if (!member || member.status === 5) {
    throw new ApiError(60111, `invalid string value \`${userid}\`. userid not found`);
  }
  if (!isVisible(corp, app, member)) throw new ApiError(60011);
  return member;
};

export const openUserId = (corp: Corp, member: Member): string =>
  `wo${Buffer.from(`${corp.corpId}${member.userid}`).toString('base64url').slice(0, 30)}`;

/** The name as the app may know it: a third-party app gets the userid instead. */
const nameOf = ({ app, view }: Call, member: Member): string =>
  sightOf(app).memberNames ? member.name : view.show(member.userid);

const openIdOf = ({ app, corp, view }: Call, member: Member): string =>
  app.grant ? view.show(member.userid) : openUserId(corp, member);

/**
 * What an app made after 2022-06-20 may read: no mobile, e-mail, avatar, gender, address or QR code. A third-party app
 * gets the basic fields only; installed by members it sees everybody in department 1.
 */
const present = (call: Call, member: Member) => {
  const sight = sightOf(call.app);
  const isByMembers = call.app.grant?.authMode === 1;
  return {
    userid: member.userid,
    name: nameOf(call, member),
    department: isByMembers ? [1] : member.department,
    ...(!isByMembers && { order: member.department.map(() => 0) }),
    ...(sight.positions && { position: member.position, telephone: '', alias: member.alias }),
    ...(sight.positions && { extattr: { attrs: [] }, external_position: '' }),
    ...(sight.leaders && { is_leader_in_dept: member.isLeaderInDept, direct_leader: [] }),
    main_department: isByMembers ? 1 : (member.department[0] ?? 1),
    status: member.status,
    ...(call.app.grant && { open_userid: openIdOf(call, member) }),
  };
};

const membersOfDepartment = (call: Call): Member[] => {
  const id = queryInt(call.query, 'department_id');
  if (id === undefined) throw invalidParam('department_id');
  if (!call.corp.departments.has(id)) throw new ApiError(60123);
  const isDepartmentVisible = visibleDepartments(call.corp, call.app).has(id);
  const members = visibleMembers(call.corp, call.app).filter((m) => m.department.includes(id));
  if (!isDepartmentVisible && members.length === 0) throw new ApiError(60011);
  return members;
};

const listIds = (call: Call) => {
  const limit = Math.min(Math.max(optionalInt(call.body, 'limit') ?? 10_000, 1), 10_000);
  const cursor = optionalText(call.body, 'cursor') ?? '';
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0) throw new ApiError(50100);
  const rows = [...call.corp.members.values()].flatMap((member) =>
    member.department.map((department) => ({
      ...(call.app.kind === 'suite'
        ? { open_userid: call.view.show(member.userid) }
        : { userid: member.userid }),
      department,
    })),
  );
  const end = start + limit;
  return {
    next_cursor: end < rows.length ? Buffer.from(String(end)).toString('base64url') : '',
    dept_user: rows.slice(start, end),
  };
};

/** Members 成员 (developer.work.weixin.qq.com/document/path/90332 and neighbours). */
export const memberEndpoints: EndpointTable = {
  '/cgi-bin/user/get': {
    ...{ page: 90332, method: 'GET', permission: 'contacts' },
    handle(call) {
      const userid = call.query.get('userid');
      if (!userid) throw new ApiError(40003);
      return present(call, memberInRange(call, userid));
    },
  },
  '/cgi-bin/user/simplelist': {
    ...{ page: 90336, method: 'GET', permission: 'contacts', empty: { userlist: [] } },
    handle: (call) => ({
      userlist: membersOfDepartment(call).map((member) => ({
        ...{ userid: member.userid, name: nameOf(call, member), department: member.department },
        open_userid: openIdOf(call, member),
      })),
    }),
  },
  '/cgi-bin/user/list': {
    ...{ page: 90337, method: 'GET', permission: 'contacts', empty: { userlist: [] } },
    handle: (call) => ({ userlist: membersOfDepartment(call).map((member) => present(call, member)) }),
  },
  '/cgi-bin/user/list_id': {
    ...{ page: 96067, method: 'POST', permission: 'contact-sync', empty: { dept_user: [] } },
    handle: listIds,
  },
};
