import { sightOf } from '../provider/view.ts';
import { departmentsBelow, visibleDepartments } from '../world/scope.ts';
import type { Department } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam } from './errors.ts';
import { queryInt } from './params.ts';

/** A department an app may see: 60123 for unknown ones, 60011 outside the visible range. */
const departmentInRange = (call: Call, id: number): Department => {
  const department = call.corp.departments.get(id);
  if (!department) throw new ApiError(60123);
  if (!visibleDepartments(call.corp, call.app).has(id)) throw new ApiError(60011);
  return department;
};

const listed = (call: Call): Department[] => {
  // Installed by members: no department can be read.
  if (call.app.grant?.authMode === 1) throw new ApiError(60011);
  const id = queryInt(call.query, 'id');
  const visible = visibleDepartments(call.corp, call.app);
  const wanted =
    id === undefined ? [...visible] : departmentsBelow(call.corp, departmentInRange(call, id).id);
  return wanted.flatMap((wantedId) => call.corp.departments.get(wantedId) ?? []).sort((a, b) => a.id - b.id);
};

const leadersOf = (call: Call, id: number): string[] =>
  [...call.corp.members.values()]
    .filter((member) => member.isLeaderInDept[member.department.indexOf(id)] === 1)
    .map((member) => member.userid);

/** Third-party apps get the id as the name, and no English one. */
const present = (call: Call, department: Department) => {
  const sight = sightOf(call.app);
  return {
    id: department.id,
    name: sight.departmentNames ? department.name : String(department.id),
    ...(sight.departmentNames && { name_en: department.nameEn }),
    ...(sight.leaders && { department_leader: leadersOf(call, department.id) }),
    parentid: department.parentid,
    order: department.order,
  };
};

/** Departments 部门 (developer.work.weixin.qq.com/document/path/90344, 95406, 95407). */
export const departmentEndpoints: EndpointTable = {
  '/cgi-bin/department/list': {
    ...{ page: 90344, method: 'GET', permission: 'contacts', empty: { department: [] } },
    handle: (call) => ({ department: listed(call).map((department) => present(call, department)) }),
  },
  '/cgi-bin/department/simplelist': {
    ...{ page: 95406, method: 'GET', permission: 'contacts', empty: { department_id: [] } },
    handle: (call) => ({
      department_id: listed(call).map(({ id, parentid, order }) => ({ id, parentid, order })),
    }),
  },
  '/cgi-bin/department/get': {
    ...{ page: 95407, method: 'GET', permission: 'contacts' },
    handle(call) {
      const id = queryInt(call.query, 'id');
      if (id === undefined) throw invalidParam('id');
      return { department: present(call, departmentInRange(call, id)) };
    },
  },
};
