import { z } from 'zod';
import { flag, list, maybeText, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** A member; fields that this installation may not see are null or empty. */
export type Member = {
  userId: string;
  /** Repeats the id where `seesMemberNames` is false. */
  name: string;
  alias: string | null;
  departmentIds: number[];
  mainDepartmentId: number | null;
  /** Departments that the member leads. */
  leadsDepartmentIds: number[];
  directLeaderUserIds: string[];
  position: string | null;
  mobile: string | null;
  /** 0 unknown or hidden, 1 male, 2 female. */
  gender: number;
  avatar: string | null;
  /** 1 active, 2 disabled, 4 not activated, 5 left; 0 when not told. */
  status: number;
};

const member = z
  .object({
    userid: text,
    name: someText,
    alias: maybeText,
    department: list(number),
    main_department: number,
    is_leader_in_dept: list(flag),
    direct_leader: list(text),
    position: maybeText,
    mobile: maybeText,
    gender: number,
    avatar: maybeText,
    status: number,
  })
  .transform(
    (wire): Member => ({
      userId: wire.userid,
      name: wire.name,
      alias: wire.alias,
      departmentIds: wire.department,
      mainDepartmentId: wire.main_department || null,
      leadsDepartmentIds: wire.department.filter((_, index) => wire.is_leader_in_dept[index]),
      directLeaderUserIds: wire.direct_leader,
      position: wire.position,
      mobile: wire.mobile,
      gender: wire.gender,
      avatar: wire.avatar,
      status: wire.status,
    }),
  );

/**
 * One member.
 * @throws {WecomError} 60111 (`subjectGone`): unknown, left or out of range
 * @see https://developer.work.weixin.qq.com/document/path/90332
 */
export async function getUser(call: CorpCall, userId: string, options?: CallOptions): Promise<Member> {
  const api = 'user/get';
  return readAs(api, member, await call({ api, method: 'GET', query: { userid: userId } }, options));
}

/**
 * Members of one department, without those below it.
 * @throws {WecomError} 45029 (`stop`): the answer would be too big
 * @see https://developer.work.weixin.qq.com/document/path/90337
 */
export async function listDepartmentUsers(
  call: CorpCall,
  departmentId: number,
  options?: CallOptions,
): Promise<Member[]> {
  const api = 'user/list';
  const answer = await call({ api, method: 'GET', query: { department_id: String(departmentId) } }, options);
  return readAs(api, z.object({ userlist: list(member) }), answer).userlist;
}
