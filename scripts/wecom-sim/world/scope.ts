import type { Corp } from './corp.ts';
import { findMember } from './corp.ts';
import type { App, Member } from './types.ts';

/** A department and everything below it. */
export const departmentsBelow = (corp: Corp, id: number): number[] => {
  const below = [...corp.departments.values()].filter((d) => d.parentid === id && d.id !== id);
  return [id, ...below.flatMap((d) => departmentsBelow(corp, d.id))];
};

/** Departments inside an app's visible range 可见范围. */
export const visibleDepartments = (corp: Corp, app: App): Set<number> =>
  new Set(
    app.visible.departments
      .filter((id) => corp.departments.has(id))
      .flatMap((id) => departmentsBelow(corp, id)),
  );

export const isVisible = (corp: Corp, app: App, member: Member): boolean => {
  if (member.status === 5) return false;
  if (app.visible.users.some((id) => id.toLowerCase() === member.userid.toLowerCase())) return true;
  const departments = visibleDepartments(corp, app);
  return member.department.some((id) => departments.has(id));
};

export const visibleMembers = (corp: Corp, app: App): Member[] =>
  [...corp.members.values()].filter((member) => isVisible(corp, app, member));

/** Visible range and the range of use of 客户联系 together: whose customers an app may see. */
export const isFollower = (corp: Corp, app: App, userid: string): boolean => {
  const member = findMember(corp, userid);
  if (!member) return false;
  return member.hasFeature && isVisible(corp, app, member);
};
