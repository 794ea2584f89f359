import { z } from 'zod';
import { list, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

export type Department = {
  departmentId: number;
  /** Repeats the id where `seesDepartmentNames` is false. */
  name: string;
  /** 0 for the root, whose id is 1. */
  parentId: number;
  order: number;
  leaderUserIds: string[];
};

const department = z
  .object({ id: number, name: someText, parentid: number, order: number, department_leader: list(text) })
  .transform(
    (wire): Department => ({
      departmentId: wire.id,
      name: wire.name,
      parentId: wire.parentid,
      order: wire.order,
      leaderUserIds: wire.department_leader,
    }),
  );

/**
 * All departments in range, with names and leaders. Slow for large corps.
 * @see https://developer.work.weixin.qq.com/document/path/90344
 */
export async function listDepartments(call: CorpCall, options?: CallOptions): Promise<Department[]> {
  const api = 'department/list';
  const answer = await call({ api, method: 'GET' }, options);
  return readAs(api, z.object({ department: list(department) }), answer).department;
}
